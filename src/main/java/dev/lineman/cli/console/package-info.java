/**
 * The streams and the environment of a command, and how it prints.
 */
@NullMarked
package dev.lineman.cli.console;

import org.jspecify.annotations.NullMarked;
