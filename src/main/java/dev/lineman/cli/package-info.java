/**
 * One class a command.
 */
@NullMarked
package dev.lineman.cli;

import org.jspecify.annotations.NullMarked;
