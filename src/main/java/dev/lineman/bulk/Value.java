package dev.lineman.bulk;

import dev.lineman.inventory.Fields;
import java.util.List;

/**
 * What a cell says. An empty cell says nothing, so that text which is empty, or which looks like something else, has
 * {@code !text} before it.
 *
 * @param text the text; the name of what is referred to; empty for empty mappings and lists
 */
record Value(Kind kind, String text) {
    static final Value NO_NAMES = new Value(Kind.NO_NAMES, "");
    static final Value NO_ITEMS = new Value(Kind.NO_ITEMS, "");

    private static final List<Kind> MARKED = List.of(Kind.TEXT, Kind.SECRET, Kind.ENVIRONMENT);

    enum Kind {
        TEXT("!text"),
        SECRET("!secret"),
        ENVIRONMENT("!env"),
        /** A mapping that is given, and empty. */
        NO_NAMES("{}"),
        /** A list that is given, and empty. */
        NO_ITEMS("[]");

        private final String mark;

        Kind(String mark) {
            this.mark = mark;
        }

        String mark() {
            return mark;
        }
    }

    /** The value of a cell that is not empty. */
    static Value ofCell(String cell) {
        for (Kind kind : MARKED) {
            if (cell.equals(kind.mark)) {
                return new Value(kind, "");
            }
            if (cell.startsWith(kind.mark + ' ')) {
                return new Value(kind, cell.substring(kind.mark.length() + 1));
            }
        }
        return new Value(Kind.TEXT, cell);
    }

    /** The value of a scalar in an inventory. */
    static Value ofScalar(Object scalar) {
        if (scalar instanceof Fields.Reference reference) {
            return new Value(reference.secret() ? Kind.SECRET : Kind.ENVIRONMENT, reference.name());
        }
        return new Value(Kind.TEXT, (String) scalar);
    }

    /** The cell that {@link #ofCell} understands as this. */
    String cell() {
        return switch (kind) {
            case TEXT -> text.isEmpty() || !ofCell(text).equals(this) ? marked() : text;
            case SECRET, ENVIRONMENT -> marked();
            case NO_NAMES, NO_ITEMS -> kind.mark;
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
