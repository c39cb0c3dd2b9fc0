/** Templates of the program and of a root: lists, compares and copies them. */
@NullMarked
package dev.lineman.command.template;

import org.jspecify.annotations.NullMarked;
