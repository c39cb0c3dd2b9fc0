/**
 * Tables for a terminal: columns by display width, shortened cells, wrapped lines.
 */
@NullMarked
package dev.lineman.cli.table;

import org.jspecify.annotations.NullMarked;
