package dev.lineman.render.parameter;

import dev.lineman.render.text.TextEdits.TextPiece;
import dev.lineman.template.parameter.ParameterFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a line of a file writes one parameter. Lines that begin with {@code #} are comments. Immutable. */
enum LineSyntax {
    /** {@code name = value}, with or without blanks. */
    ASSIGNMENT(ParameterFormat.ASSIGNMENTS, '=', " = "),
    /**
     * {@code name: value}. Before the name, {@code !} locks a Mitel's parameter and {@code ^} resets it. A comment can
     * follow a value.
     */
    COLON(ParameterFormat.COLONS, ':', ": "),
    /** {@code NAME="value"}, without blanks. */
    QUOTED(ParameterFormat.QUOTED, '=', "="),
    /** {@code SET NAME "value"}; a file can have a value without quotation marks. */
    SET(ParameterFormat.SET, ' ', " ");

    private static final String KEYWORD = "SET";
    private static final TextPiece QUOTE = TextPiece.of("\"");

    private final ParameterFormat format;
    private final char separator;
    private final String spacing;

    LineSyntax(ParameterFormat format, char separator, String spacing) {
        this.format = format;
        this.separator = separator;
        this.spacing = spacing;
    }

    /**
     * A line with a parameter.
     *
     * @param head everything before the separator
     * @param spacing the separator with the blanks around it
     * @param empty whether the line has no value
     */
    record ParameterLine(String name, String head, String spacing, boolean empty) {}

    /** What usually stands between name and value. */
    String spacing() {
        return spacing;
    }

    /** The part of a new line before the separator. */
    String head(String name) {
        return this == SET ? KEYWORD + ' ' + name : name;
    }

    /**
     * Reads a line.
     *
     * @param line without its line end
     * @return null if it has no parameter
     */
    @Nullable
    ParameterLine read(String line) {
        int start = afterBlanks(line, 0);
        if (this == SET) {
            int after = afterBlanks(line, start + KEYWORD.length());
            if (!line.startsWith(KEYWORD, start) || after == start + KEYWORD.length()) {
                return null;
            }
            start = after;
        } else if (this == COLON && start < line.length() && "!^".indexOf(line.charAt(start)) >= 0) {
            start++;
        }
        int found = this == SET ? endOfWord(line, start) : line.indexOf(separator, start);
        if (found <= start || line.charAt(start) == '#') {
            return null;
        }
        String head = line.substring(0, found).stripTrailing();
        int value = afterBlanks(line, this == SET ? found : found + 1);
        return new ParameterLine(
                head.substring(start), head, line.substring(head.length(), value), value == line.length());
    }

    /** The pieces of a value, with the quotation marks that it needs. */
    List<TextPiece> value(TextPiece text) {
        return format.needsQuotes(text.text()) ? List.of(QUOTE, text, QUOTE) : List.of(text);
    }

    private static int endOfWord(String line, int start) {
        int at = start;
        while (at < line.length() && !isBlank(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int afterBlanks(String line, int start) {
        int at = Math.min(start, line.length());
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
