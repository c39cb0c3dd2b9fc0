/**
 * The completion of commands, options and values in bash and zsh.
 */
@NullMarked
package dev.lineman.cli.completion;

import org.jspecify.annotations.NullMarked;
