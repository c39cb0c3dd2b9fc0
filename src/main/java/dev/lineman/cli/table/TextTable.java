package dev.lineman.cli.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells in columns, for a terminal. If the rows are too wide, the widest columns that can be shortened are. An
 * empty cell is shown as {@code -}. For one thread.
 */
public final class TextTable {
    /** The most columns of a line of a table, whatever the terminal has. */
    public static final int WIDTH = 100;

    /** The blanks between two columns. */
    private static final String COLUMN_GAP = "  ";

    private final List<TableColumn> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** Creates a table without rows. */
    public TextTable(List<TableColumn> columns) {
        this.columns = List.copyOf(columns);
        rows.add(columns.stream().map(TableColumn::heading).toList());
    }

    /** Where a cell loses characters if its column is too narrow. */
    public enum Shortening {
        /** Its column is as wide as its widest cell. */
        NEVER,
        /** The cell keeps its beginning. */
        END,
        /** The cell keeps both ends. */
        MIDDLE
    }

    /**
     * A column.
     *
     * @param heading the text above it
     * @param least the width that it keeps, unless all its cells are narrower
     * @param shortening where its cells can be shortened
     */
    public record TableColumn(String heading, int least, Shortening shortening) {
        /** Returns a column that is never shortened. */
        public static TableColumn whole(String heading) {
            return new TableColumn(heading, 0, Shortening.NEVER);
        }
    }

    /** Adds a row with one cell for each column. */
    public void add(List<String> cells) {
        rows.add(cells.stream()
                .map(cell -> cell.isEmpty() ? "-" : DisplayWidth.printable(cell))
                .toList());
    }

    /** Returns the headings and the rows as lines, without line ends. */
    public List<String> lines() {
        return lines(Integer.MAX_VALUE);
    }

    /**
     * Returns the headings and the rows as lines of at most {@code width} columns. A line can be wider only if the
     * columns are at their least widths.
     */
    public List<String> lines(int width) {
        int[] widths = widths(width);
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /** Returns the width of each column. */
    private int[] widths(int width) {
        int[] widths = new int[columns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], DisplayWidth.of(row.get(i)));
            }
        }
        long excess = (long) COLUMN_GAP.length() * (widths.length - 1) - width;
        for (int columnWidth : widths) {
            excess += columnWidth;
        }
        int widest = widest(widths);
        while (excess > 0 && widest >= 0) {
            widths[widest]--;
            excess--;
            widest = widest(widths);
        }
        return widths;
    }

    /** Returns the widest column that can be shortened further, compared with its least width; -1 if there is none. */
    private int widest(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            TableColumn column = columns.get(i);
            boolean canShrink = column.shortening() != Shortening.NEVER && widths[i] > column.least();
            if (canShrink
                    && (widest < 0
                            || widths[i] - column.least()
                                    > widths[widest] - columns.get(widest).least())) {
                widest = i;
            }
        }
        return widest;
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            String shown = columns.get(i).shortening() == Shortening.MIDDLE
                    ? DisplayWidth.shortenMiddle(cell, widths[i])
                    : DisplayWidth.shortenEnd(cell, widths[i]);
            line.append(i == 0 ? "" : COLUMN_GAP).append(DisplayWidth.pad(shown, widths[i]));
        }
        return line.toString().stripTrailing();
    }
}
