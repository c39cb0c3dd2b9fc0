/**
 * A CSV file as a table: headings, cells, columns.
 */
@NullMarked
package dev.lineman.command.csv.table;

import org.jspecify.annotations.NullMarked;
