/**
 * Renders contents in Velocity's template language, in a sandbox and within limits.
 */
@NullMarked
package dev.lineman.render.velocity;

import org.jspecify.annotations.NullMarked;
