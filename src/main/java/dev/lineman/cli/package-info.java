/**
 * The command line: one class per command.
 */
@NullMarked
package dev.lineman.cli;

import org.jspecify.annotations.NullMarked;
