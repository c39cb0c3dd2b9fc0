package dev.lineman.command.csv.table;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;

/**
 * A cell of a table.
 *
 * @param text without its quotes
 * @param row counted from 1, that of the headings, as spreadsheets do
 * @param column counted from 1
 */
public record CsvCell(String text, int row, int column) {

    public boolean blank() {
        return text.isBlank();
    }

    public Position at(String file) {
        return new Position(file, row, column);
    }

    public Problem error(String file, String message) {
        return Problem.error(at(file), message);
    }

    public Problem warning(String file, String message) {
        return Problem.warning(at(file), message);
    }

    /** Its place only: the text may be a password. */
    @Override
    public String toString() {
        return "cell " + row + ':' + column;
    }
}
