/**
 * The text of an output: escaping, white space, encoding, masks of secrets, limits.
 */
@NullMarked
package dev.lineman.render.text;

import org.jspecify.annotations.NullMarked;
