/**
 * Which variables and settings of the inputs no template uses.
 */
@NullMarked
package dev.lineman.build.usage;

import org.jspecify.annotations.NullMarked;
