package dev.lineman.command.csv;

import dev.lineman.command.csv.column.CsvColumn;
import dev.lineman.command.csv.column.PathStep;
import dev.lineman.command.csv.table.CellValue;
import dev.lineman.command.csv.table.CsvCell;
import dev.lineman.problem.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes extension drafts as readable YAML. {@link dev.lineman.inventory.extension.reader.ExtensionReader} reads the same
 * values back.
 * Each scalar has its own line, so that a problem in a line can be reported at its CSV cell. Not thread-safe.
 */
public final class YamlWriter {
    /**
     * Text that needs no quotes: it begins like a word or a number, and contains neither {@code ': '} nor {@code ' #'}.
     * The quantifier is possessive, since backtracking would use a stack frame for each character.
     */
    private static final Pattern PLAIN =
            Pattern.compile("[\\p{L}\\p{N}_/+(](?:[\\p{L}\\p{N}_/+()@.,;=$%&*!?^<>~|-]|:(?=[\\p{L}\\p{N}/])|"
                    + " (?=[\\p{L}\\p{N}_/+(@.]))*+");

    /** Plain scalars that YAML reads as null. */
    private static final Set<String> NULL_TEXTS = Set.of("null", "~", "");

    /** Two blanks per level, as in the documentation. */
    private static final String INDENT = "  ";

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** The YAML text so far; {@link #cells} has one entry for each of its lines. */
    private final StringBuilder text = new StringBuilder();

    /** The CSV cell behind each line. */
    private final List<CsvCell> cells = new ArrayList<>();

    /**
     * Returns a YAML text with one more line for each entry.
     *
     * @param text a mapping with one key and value in each line; may be empty
     * @param entries values by key
     */
    public static String append(String text, Map<String, String> entries) {
        StringBuilder lines = new StringBuilder(text);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            lines.append('\n');
        }
        entries.forEach((key, value) ->
                lines.append(scalar(key)).append(": ").append(scalar(value)).append('\n'));
        return lines.toString();
    }

    /** Adds an extension. Each further extension starts a new YAML document. */
    void add(ExtensionDraft extension) {
        if (!cells.isEmpty()) {
            line("---", extension.own().cell());
        }
        mapping("", "", extension.own());
        List<ValueTree> phones = extension.phones();
        if (phones.size() == 1) {
            line("phone:", phones.get(0).cell());
            mapping(INDENT, INDENT, phones.get(0));
        } else if (!phones.isEmpty()) {
            line("phones:", phones.get(0).cell());
            phones.forEach(phone -> mapping(INDENT + "- ", INDENT + INDENT, phone));
        }
    }

    /** Returns the text written so far. */
    String text() {
        return text.toString();
    }

    /** Returns the CSV cell behind a position in the text. */
    CsvCell cell(Position position) {
        return cells.get(Math.min(position.line(), cells.size()) - 1);
    }

    /** Adds a line, and the cell that it comes from. */
    private void line(String line, CsvCell cell) {
        text.append(line).append('\n');
        cells.add(cell);
    }

    /** Writes the keys of a mapping. Its first line starts with {@code lead}, such as a list dash. */
    private void mapping(String lead, String indent, ValueTree mapping) {
        String before = lead;
        for (Map.Entry<PathStep, ValueTree> child : mapping.children()) {
            String name = child.getKey().name();
            node(before + scalar(name) + ':', " ", indent, name, child.getValue());
            before = indent;
        }
    }

    /** Writes one value behind its key: a scalar on the same line, a list or mapping below. */
    private void node(String before, String blank, String indent, String name, ValueTree node) {
        CellValue value = node.value();
        if (value != null) {
            line(before + blank + format(value), node.cell());
        } else {
            line(before, node.cell());
            if (node.isList()) {
                list(indent + INDENT, CsvColumn.isKeys(name), node);
            } else {
                mapping(indent + INDENT, indent + INDENT, node);
            }
        }
    }

    /**
     * Writes the items of a list.
     *
     * @param gaps whether a missing number is written as an empty item: keys keep their position on the phone
     */
    private void list(String indent, boolean gaps, ValueTree list) {
        int next = 1;
        for (Map.Entry<PathStep, ValueTree> item : list.children()) {
            int number = Integer.parseInt(item.getKey().name());
            for (; gaps && next < number; next++) {
                line(indent + "- {}", item.getValue().cell());
            }
            next++;
            CellValue value = item.getValue().value();
            if (value != null) {
                line(indent + "- " + format(value), item.getValue().cell());
            } else {
                mapping(indent + "- ", indent + INDENT, item.getValue());
            }
        }
    }

    /** Returns a scalar with its tag. */
    public static String format(CellValue value) {
        return switch (value.kind()) {
            case TEXT -> scalar(value.text());
            case SECRET, ENVIRONMENT -> value.kind().mark() + ' ' + scalar(value.text());
            case EMPTY_MAPPING, EMPTY_LIST -> value.kind().mark();
        };
    }

    /** Returns text as a YAML scalar: plain if possible, else in single quotes, else in double quotes with escapes. */
    public static String scalar(String text) {
        if (text.codePoints().anyMatch(YamlWriter::needsEscape)) {
            StringBuilder escaped = new StringBuilder("\"");
            text.codePoints().forEach(c -> escape(c, escaped));
            return escaped.append('"').toString();
        }
        boolean plain = PLAIN.matcher(text).matches() && !NULL_TEXTS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : '\'' + text.replace("'", "''") + '\'';
    }

    /** Returns whether a character needs an escape in YAML. */
    private static boolean needsEscape(int c) {
        return Character.isISOControl(c)
                || c == '\u2028'
                || c == '\u2029'
                || c == BYTE_ORDER_MARK
                || c == '\uFFFE'
                || c == '\uFFFF';
    }

    /** Writes a character of a double-quoted scalar. */
    private static void escape(int c, StringBuilder escaped) {
        if (c == '"' || c == '\\') {
            escaped.append('\\').appendCodePoint(c);
        } else if (!needsEscape(c)) {
            escaped.appendCodePoint(c);
        } else {
            escaped.append(String.format("\\u%04x", c));
        }
    }
}
