package dev.lineman.command.csv;

import dev.lineman.inventory.extension.FieldValues;
import java.util.List;

/**
 * What a cell says. An empty cell says nothing, so that text which is empty, or which looks like something else, has
 * {@code !text} before it.
 *
 * @param text the text; the name of what is referred to; empty for empty mappings and lists
 */
record CellValue(CellValueKind kind, String text) {
    static final CellValue EMPTY_MAPPING = new CellValue(CellValueKind.EMPTY_MAPPING, "");
    static final CellValue EMPTY_LIST = new CellValue(CellValueKind.EMPTY_LIST, "");

    private static final List<CellValueKind> MARKED =
            List.of(CellValueKind.TEXT, CellValueKind.SECRET, CellValueKind.ENVIRONMENT);

    enum CellValueKind {
        TEXT("!text"),
        SECRET("!secret"),
        ENVIRONMENT("!env"),
        /** A mapping that is given, and empty. */
        EMPTY_MAPPING("{}"),
        /** A list that is given, and empty. */
        EMPTY_LIST("[]");

        private final String mark;

        CellValueKind(String mark) {
            this.mark = mark;
        }

        String mark() {
            return mark;
        }
    }

    /** The value of a cell that is not empty. */
    static CellValue ofCell(String cell) {
        for (CellValueKind kind : MARKED) {
            if (cell.equals(kind.mark)) {
                return new CellValue(kind, "");
            }
            if (cell.startsWith(kind.mark + ' ')) {
                return new CellValue(kind, cell.substring(kind.mark.length() + 1));
            }
        }
        return new CellValue(CellValueKind.TEXT, cell);
    }

    /** The value of a scalar in an inventory. */
    static CellValue ofScalar(Object scalar) {
        if (scalar instanceof FieldValues.ValueReference reference) {
            return new CellValue(
                    reference.secret() ? CellValueKind.SECRET : CellValueKind.ENVIRONMENT, reference.name());
        }
        return new CellValue(CellValueKind.TEXT, (String) scalar);
    }

    /** The cell that {@link #ofCell} understands as this. */
    String cell() {
        return switch (kind) {
            case TEXT -> text.isEmpty() || !ofCell(text).equals(this) ? marked() : text;
            case SECRET, ENVIRONMENT -> marked();
            case EMPTY_MAPPING, EMPTY_LIST -> kind.mark;
        };
    }

    /** The cell with its mark, which keeps the text from being judged by its looks. */
    String marked() {
        return text.isEmpty() ? kind.mark : kind.mark + ' ' + text;
    }

    /** What kind it is: the text may be a password. */
    @Override
    public String toString() {
        return kind.toString();
    }
}
