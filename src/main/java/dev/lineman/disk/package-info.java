/**
 * The only code that writes files: atomic files, the writer lock, and digests of what was written. Below
 * every other room.
 */
@NullMarked
package dev.lineman.disk;

import org.jspecify.annotations.NullMarked;
