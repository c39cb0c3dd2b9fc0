/**
 * Named values, references to secrets and variables, and the dependencies that a lookup leaves.
 */
@NullMarked
package dev.lineman.resolve.value;

import org.jspecify.annotations.NullMarked;
