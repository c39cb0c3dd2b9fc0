/**
 * The command that makes a root, and its questions on a terminal.
 */
@NullMarked
package dev.lineman.cli.init;

import org.jspecify.annotations.NullMarked;
