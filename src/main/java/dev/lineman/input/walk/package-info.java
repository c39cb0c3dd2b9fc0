/**
 * Walks the input folders and follows symbolic links within their limits.
 */
@NullMarked
package dev.lineman.input.walk;

import org.jspecify.annotations.NullMarked;
