/**
 * Groups of options, such as those for inputs, outputs and TLS.
 */
@NullMarked
package dev.lineman.cli.option;

import org.jspecify.annotations.NullMarked;
