package dev.lineman.command.csv;

import dev.lineman.command.csv.table.CsvCell;
import dev.lineman.problem.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes extensions as YAML that people like to read and that our reader reads back as it was given. Each scalar has a
 * line of its own, so that what is wrong with a line can be told of the cell that it came from. Not thread-safe.
 */
final class YamlWriter {
    /**
     * What needs no quotes: it begins like a word or a number, and no {@code ': '} and no {@code ' #'} is in it. Possessive, since
     * backtracking would take a stack frame for each character.
     */
    private static final Pattern PLAIN = Pattern.compile(
            "[\\p{L}\\p{N}_/+(](?:[\\p{L}\\p{N}_/+()@.,;=$%&*!?^<>~|-]|:(?=[\\p{L}\\p{N}/])| (?=[\\p{L}\\p{N}_/+(@.]))*+");

    private static final Set<String> NULL_TEXTS = Set.of("null", "~", "");
    private static final String INDENT = "  ";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final StringBuilder text = new StringBuilder();
    private final List<CsvCell> cells = new ArrayList<>();

    /** Adds an extension, as a document of its own. */
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

    /** What was written. */
    String text() {
        return text.toString();
    }

    /** The cell behind a place in what was written. */
    CsvCell cell(Position position) {
        return cells.get(Math.min(position.line(), cells.size()) - 1);
    }

    private void line(String line, CsvCell cell) {
        text.append(line).append('\n');
        cells.add(cell);
    }

    private void mapping(String lead, String indent, ValueTree mapping) {
        String before = lead;
        for (Map.Entry<PathStep, ValueTree> child : mapping.children()) {
            String name = child.getKey().name();
            node(before + scalar(name) + ':', " ", indent, name, child.getValue());
            before = indent;
        }
    }

    private void node(String before, String blank, String indent, String name, ValueTree node) {
        CellValue value = node.value();
        if (value != null) {
            line(before + blank + format(value), node.cell());
        } else {
            line(before, node.cell());
            if (node.isList()) {
                list(indent + INDENT, name.equals("blf"), node);
            } else {
                mapping(indent + INDENT, indent + INDENT, node);
            }
        }
    }

    /** Items by their numbers; {@code gaps}: a missing one keeps its place, as with keys on a phone. */
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

    private static String format(CellValue value) {
        return switch (value.kind()) {
            case TEXT -> scalar(value.text());
            case SECRET, ENVIRONMENT -> value.kind().mark() + ' ' + scalar(value.text());
            case EMPTY_MAPPING, EMPTY_LIST -> value.kind().mark();
        };
    }

    /** Text without quotes where it needs none, else in single ones, else in double ones with escapes. */
    static String scalar(String text) {
        if (text.codePoints().anyMatch(YamlWriter::needsEscape)) {
            StringBuilder escaped = new StringBuilder("\"");
            text.codePoints().forEach(c -> escape(c, escaped));
            return escaped.append('"').toString();
        }
        boolean plain = PLAIN.matcher(text).matches() && !NULL_TEXTS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : '\'' + text.replace("'", "''") + '\'';
    }

    /** What YAML cannot hold as it is. */
    private static boolean needsEscape(int c) {
        return Character.isISOControl(c)
                || c == '\u2028'
                || c == '\u2029'
                || c == BYTE_ORDER_MARK
                || c == '\uFFFE'
                || c == '\uFFFF';
    }

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
