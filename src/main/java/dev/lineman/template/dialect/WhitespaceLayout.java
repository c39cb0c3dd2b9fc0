package dev.lineman.template.dialect;

/**
 * Normalises the white space of an output:
 *
 * <ul>
 * <li>removes the run of blanks with which all lines begin
 * <li>empties lines that have only blanks
 * <li>removes white space before the first and after the last visible character, and ends the text with one LF
 * </ul>
 *
 * <p>Values count as visible, even if they are empty. The {@link LayoutOutput} writes them. One instance for
 * each text, by one thread. The text is read twice: first to measure, then to write.
 */
public final class WhitespaceLayout {
    private final CharSequence text;
    /** Start and end of each value, in order. */
    private final int[] values;

    private final int valueCount;

    /** Offset of the first visible character; -1 if there is none. */
    private int firstVisible = -1;
    /** Offset after the last visible character. */
    private int endOfVisible;
    /** Offset of the line that gives the common indent; -1 before the first visible line. */
    private int indentStart = -1;
    /** Length of the common indent so far. */
    private int indent;

    /** End of the line that {@link #readLine} read last. */
    private int lineEnd;
    /** First character of that line that is no blank; -1 if there is none. */
    private int lineNonBlank;
    /** Index in {@link #values} of the next value. */
    private int value;

    /** Receives the normalised text, in order. */
    public interface LayoutOutput {
        /** Writes the text from {@code start} to before {@code end}. */
        void text(int start, int end);

        /** Writes the value from {@code start} to before {@code end}. */
        void value(int start, int end);

        /** Ends a line. */
        void lineFeed();
    }

    private WhitespaceLayout(CharSequence text, int[] values, int valueCount) {
        this.text = text;
        this.values = values;
        this.valueCount = valueCount;
    }

    /**
     * Normalises a text and writes it to the output.
     *
     * @param text with line ends of LF
     * @param values start and end of each value in the text, in order; a value may be empty and may contain
     *     line ends
     * @param valueCount number of valid entries in {@code values}
     */
    public static void layOut(CharSequence text, int[] values, int valueCount, LayoutOutput output) {
        WhitespaceLayout layout = new WhitespaceLayout(text, values, valueCount);
        layout.measure();
        layout.write(output);
    }

    private void measure() {
        for (int start = 0; start <= text.length(); start = lineEnd + 1) {
            readLine(start);
            if (lineNonBlank >= 0) {
                narrowIndent(start, lineNonBlank);
            }
        }
        value = 0;
    }

    private void write(LayoutOutput output) {
        if (firstVisible < 0) {
            output.lineFeed();
            return;
        }
        for (int start = 0; start <= endOfVisible; start = lineEnd + 1) {
            int firstValue = value;
            readLine(start);
            if (lineEnd < firstVisible) {
                continue;
            }
            if (lineNonBlank >= 0) {
                int from = Math.max(firstVisible, start + indent);
                writeLine(output, from, Math.min(lineEnd, endOfVisible), firstValue);
            }
            output.lineFeed();
        }
    }

    private void writeLine(LayoutOutput output, int from, int to, int firstValue) {
        int at = from;
        for (int v = firstValue; v < value; v += 2) {
            if (values[v] > at) {
                output.text(at, values[v]);
            }
            output.value(values[v], values[v + 1]);
            at = values[v + 1];
        }
        if (to > at) {
            output.text(at, to);
        }
    }

    /** Finds the end of the line that begins at {@code start}. Line ends within values do not count. */
    private void readLine(int start) {
        lineNonBlank = -1;
        int at = start;
        while (true) {
            if (value < valueCount && values[value] == at) {
                lineNonBlank = lineNonBlank < 0 ? at : lineNonBlank;
                at = values[value + 1];
                value += 2;
                extendVisible(values[value - 2], at);
                continue;
            }
            if (at == text.length() || text.charAt(at) == '\n') {
                break;
            }
            char c = text.charAt(at);
            if (lineNonBlank < 0 && c != ' ' && c != '\t') {
                lineNonBlank = at;
            }
            if (isVisible(c)) {
                extendVisible(at, at + 1);
            }
            at++;
        }
        lineEnd = at;
    }

    /** Extends the visible range by a character or a value. */
    private void extendVisible(int start, int end) {
        if (firstVisible < 0) {
            firstVisible = start;
        }
        endOfVisible = Math.max(endOfVisible, end);
    }

    /**
     * Shortens the common indent to the blanks that this line shares with it. A tab and a space are different
     * blanks.
     */
    private void narrowIndent(int start, int end) {
        if (indentStart < 0) {
            indentStart = start;
            indent = end - start;
            return;
        }
        int common = 0;
        while (common < indent
                && start + common < end
                && text.charAt(start + common) == text.charAt(indentStart + common)) {
            common++;
        }
        indent = common;
    }

    /** Whether a character is visible. Unicode white space and the byte order mark are not. */
    static boolean isVisible(char c) {
        return c > ' ' && (c < 0x7F || !(Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF'));
    }
}
