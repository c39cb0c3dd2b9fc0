/**
 * Makes a new root: questions, the check of their answers, and the files.
 */
@NullMarked
package dev.lineman.command.init;

import org.jspecify.annotations.NullMarked;
