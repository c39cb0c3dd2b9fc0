package dev.lineman.template.dialect;

/**
 * The white space of an output: the run of blanks with which all its lines begin goes, lines of blanks are
 * emptied, and around the first and the last visible character nothing stays but one LF at the end. Values
 * count as visible, whatever they are, and are written by the {@link LayoutOutput}. Used once, by one thread.
 */
public final class WhitespaceLayout {
    private final CharSequence text;
    private final int[] values;
    private final int valueCount;

    private int firstVisible = -1;
    private int endOfVisible;
    private int indentStart = -1;
    private int indent;

    private int lineEnd;
    private int lineNonBlank;
    private int value;

    /** What the laid out text is written on, in order. */
    public interface LayoutOutput {
        /** The text from {@code start} to before {@code end}. */
        void text(int start, int end);

        /** The value that stands there. */
        void value(int start, int end);

        /** The end of a line. */
        void lineFeed();
    }

    private WhitespaceLayout(CharSequence text, int[] values, int valueCount) {
        this.text = text;
        this.values = values;
        this.valueCount = valueCount;
    }

    /**
     * Lays out a text.
     *
     * @param text with line ends of LF
     * @param values start and end of each value in it, in order; a value may be empty and may hold line ends
     * @param valueCount how many of those numbers count
     */
    public static void layOut(CharSequence text, int[] values, int valueCount, LayoutOutput paper) {
        WhitespaceLayout layout = new WhitespaceLayout(text, values, valueCount);
        layout.measure();
        layout.write(paper);
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

    private void write(LayoutOutput paper) {
        if (firstVisible < 0) {
            paper.lineFeed();
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
                writeLine(paper, from, Math.min(lineEnd, endOfVisible), firstValue);
            }
            paper.lineFeed();
        }
    }

    private void writeLine(LayoutOutput paper, int from, int to, int firstValue) {
        int at = from;
        for (int v = firstValue; v < value; v += 2) {
            if (values[v] > at) {
                paper.text(at, values[v]);
            }
            paper.value(values[v], values[v + 1]);
            at = values[v + 1];
        }
        if (to > at) {
            paper.text(at, to);
        }
    }

    /** Finds the end of the line that starts here, stepping over the values in it. */
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

    private void extendVisible(int start, int end) {
        if (firstVisible < 0) {
            firstVisible = start;
        }
        endOfVisible = Math.max(endOfVisible, end);
    }

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

    static boolean isVisible(char c) {
        return c > ' ' && (c < 0x7F || !(Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF'));
    }
}
