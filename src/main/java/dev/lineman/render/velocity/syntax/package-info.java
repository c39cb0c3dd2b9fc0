/** The syntax tree of a Velocity template: what it may contain, and the checks of its operators while it runs. */
@NullMarked
package dev.lineman.render.velocity.syntax;

import org.jspecify.annotations.NullMarked;
