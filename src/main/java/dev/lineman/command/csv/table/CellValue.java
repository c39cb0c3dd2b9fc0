package dev.lineman.command.csv.table;

import dev.lineman.inventory.extension.FieldValues;
import java.util.List;

/**
 * The value of a CSV cell. Immutable.
 * An empty cell means no value. So empty text, and text that looks like another kind, starts with {@code !text}.
 *
 * @param kind the kind of the value
 * @param text the text, or the name of a secret or variable; empty for empty mappings and lists
 */
public record CellValue(CellValueKind kind, String text) {
    public static final CellValue EMPTY_MAPPING = new CellValue(CellValueKind.EMPTY_MAPPING, "");
    public static final CellValue EMPTY_LIST = new CellValue(CellValueKind.EMPTY_LIST, "");

    /** Kinds with a mark before the text. */
    private static final List<CellValueKind> MARKED =
            List.of(CellValueKind.TEXT, CellValueKind.SECRET, CellValueKind.ENVIRONMENT);

    /** The kind of a value, with its YAML tag or text. */
    public enum CellValueKind {
        /** Plain text. */
        TEXT(CsvCell.TEXT_MARK),
        /** The name of a secret. */
        SECRET("!secret"),
        /** The name of an environment variable. */
        ENVIRONMENT("!env"),
        /** A mapping without keys. */
        EMPTY_MAPPING("{}"),
        /** A list without items. */
        EMPTY_LIST("[]");

        private final String mark;

        CellValueKind(String mark) {
            this.mark = mark;
        }

        public String mark() {
            return mark;
        }
    }

    /** Returns plain text. */
    public static CellValue text(String text) {
        return new CellValue(CellValueKind.TEXT, text);
    }

    /** Returns the value of a cell that is not empty. */
    public static CellValue ofCell(String cell) {
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

    /** Returns the value of a scalar of an extension file: text or a reference. */
    public static CellValue ofScalar(Object scalar) {
        if (scalar instanceof FieldValues.ValueReference reference) {
            return new CellValue(
                    reference.secret() ? CellValueKind.SECRET : CellValueKind.ENVIRONMENT, reference.name());
        }
        return new CellValue(CellValueKind.TEXT, (String) scalar);
    }

    /** Returns the cell text that {@link #ofCell} reads as this value. */
    public String cell() {
        return switch (kind) {
            case TEXT -> text.isEmpty() || !ofCell(text).equals(this) ? marked() : text;
            case SECRET, ENVIRONMENT -> marked();
            case EMPTY_MAPPING, EMPTY_LIST -> kind.mark;
        };
    }

    /** Returns the cell text with its mark, so that the text is not interpreted by its looks. */
    public String marked() {
        return text.isEmpty() ? kind.mark : kind.mark + ' ' + text;
    }

    /**
     * Returns the text of a cell in an export: with its mark if a spreadsheet program would change or run it.
     *
     * @param asNumber whether the program may read the value as a number
     * @param safe whether to mark cells that the program would read as a formula
     */
    public String exported(boolean asNumber, boolean safe) {
        boolean changed = asNumber && SpreadsheetDamage.ofNumber(text) != null;
        return changed || (safe && SpreadsheetFormula.isLike(cell())) ? marked() : cell();
    }

    /** Shows only the kind: the text may be a password. */
    @Override
    public String toString() {
        return kind.toString();
    }
}
