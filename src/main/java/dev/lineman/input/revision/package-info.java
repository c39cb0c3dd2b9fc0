/**
 * The inputs as a Git commit has them.
 */
@NullMarked
package dev.lineman.input.revision;

import org.jspecify.annotations.NullMarked;
