/** The templates inside the program: the lowest layer of the inputs. */
@NullMarked
package dev.lineman.template.builtin;

import org.jspecify.annotations.NullMarked;
