/**
 * Groups of options that several commands share.
 */
@NullMarked
package dev.lineman.cli.option;

import org.jspecify.annotations.NullMarked;
