/**
 * The base of all commands, exit codes, and the commands about the program: help, version, manual page.
 */
@NullMarked
package dev.lineman.cli.program;

import org.jspecify.annotations.NullMarked;
