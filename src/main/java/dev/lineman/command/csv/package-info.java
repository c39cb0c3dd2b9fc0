/**
 * CSV rows become extension files, and extension files become CSV rows.
 */
@NullMarked
package dev.lineman.command.csv;

import org.jspecify.annotations.NullMarked;
