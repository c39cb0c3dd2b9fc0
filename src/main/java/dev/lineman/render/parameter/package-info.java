/**
 * Puts vendor parameters into rendered files, each format in its own syntax.
 */
@NullMarked
package dev.lineman.render.parameter;

import org.jspecify.annotations.NullMarked;
