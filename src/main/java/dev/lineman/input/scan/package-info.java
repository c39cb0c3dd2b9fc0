/**
 * Scans the inputs: hints and the file system give the next stable snapshot.
 */
@NullMarked
package dev.lineman.input.scan;

import org.jspecify.annotations.NullMarked;
