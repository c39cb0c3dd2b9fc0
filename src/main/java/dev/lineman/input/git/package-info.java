/**
 * Git's own files: index, index locks, {@code HEAD}, LFS pointers, conflict markers.
 */
@NullMarked
package dev.lineman.input.git;

import org.jspecify.annotations.NullMarked;
