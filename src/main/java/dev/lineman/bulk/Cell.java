package dev.lineman.bulk;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;

/**
 * A cell of a table.
 *
 * @param text without its quotes
 * @param row counted from 1, that of the headings, as spreadsheets do
 * @param column counted from 1
 */
record Cell(String text, int row, int column) {

    boolean blank() {
        return text.isBlank();
    }

    Position at(String file) {
        return new Position(file, row, column);
    }

    Problem error(String file, String message) {
        return Problem.error(at(file), message);
    }

    Problem warning(String file, String message) {
        return Problem.warning(at(file), message);
    }

    /** Its place only: the text may be a password. */
    @Override
    public String toString() {
        return "cell " + row + ':' + column;
    }
}
