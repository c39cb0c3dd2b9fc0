/**
 * Differences between files, with secrets masked.
 */
@NullMarked
package dev.lineman.command.diff;

import org.jspecify.annotations.NullMarked;
