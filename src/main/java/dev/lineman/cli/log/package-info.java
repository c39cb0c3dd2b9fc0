/**
 * The format of the log.
 */
@NullMarked
package dev.lineman.cli.log;

import org.jspecify.annotations.NullMarked;
