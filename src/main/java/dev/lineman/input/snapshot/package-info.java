/**
 * The immutable snapshot of the inputs, the changes against the one before, and the mounts that inputs are on.
 */
@NullMarked
package dev.lineman.input.snapshot;

import org.jspecify.annotations.NullMarked;
