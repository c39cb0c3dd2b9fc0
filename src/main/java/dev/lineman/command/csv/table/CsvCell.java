package dev.lineman.command.csv.table;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;

/**
 * A cell of a CSV table. Immutable.
 *
 * @param text the text without quotes
 * @param row counted from 1, with the headings as row 1, as in spreadsheets
 * @param column counted from 1
 */
public record CsvCell(String text, int row, int column) {
    /** Before text that would mean something else, and for empty text. */
    public static final String TEXT_MARK = "!text";

    /** Returns whether the cell has no visible text. */
    public boolean blank() {
        return text.isBlank();
    }

    /** Returns the position of the cell in a file, for problems. */
    public Position at(String file) {
        return new Position(file, row, column);
    }

    /** Returns an error at this cell. */
    public Problem error(String file, String message) {
        return Problem.blocking(at(file), message);
    }

    /** Returns a warning at this cell. */
    public Problem warning(String file, String message) {
        return Problem.warning(at(file), message);
    }

    /** Shows only the position: the text may be a password. */
    @Override
    public String toString() {
        return "cell " + row + ':' + column;
    }
}
