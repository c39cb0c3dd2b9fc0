/**
 * All changes of the file system outside {@code publish}: atomic files, modes, the writer lock; digests and file
 * stamps.
 */
@NullMarked
package dev.lineman.fs;

import org.jspecify.annotations.NullMarked;
