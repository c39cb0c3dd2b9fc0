/**
 * All changes of the file system outside {@code publish}: atomic files, modes, the writer lock; digests and file
 * stamps. One class makes every change, so that tests can stop a process between any two operations.
 */
@NullMarked
package dev.lineman.fs;

import org.jspecify.annotations.NullMarked;
