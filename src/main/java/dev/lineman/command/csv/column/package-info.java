/** What the columns of a CSV file mean: by the headings of Lineman, and by those of other systems. */
@NullMarked
package dev.lineman.command.csv.column;

import org.jspecify.annotations.NullMarked;
