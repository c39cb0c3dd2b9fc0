package dev.lineman.problem;

import java.util.Comparator;

/**
 * A place in an input file. Problems and explanations point to it. Immutable.
 *
 * @param file the path below the root, with {@code /} on every platform; absolute for a file outside the root
 * @param line counted from 1
 * @param column counted from 1: in a YAML file in code points, in a template in UTF-16 code units, in a CSV file the
 *     column of the table
 */
public record Position(String file, int line, int column) implements Comparable<Position> {
    private static final Comparator<Position> ORDER = Comparator.comparing(Position::file)
            .thenComparingInt(Position::line)
            .thenComparingInt(Position::column);

    /** The position that stands for a whole file or folder: its first character. */
    public static Position of(String file) {
        return new Position(file, 1, 1);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** The form {@code file:line:column}, which editors and terminals make a link of. */
    @Override
    public String toString() {
        return file + ':' + line + ':' + column;
    }
}
