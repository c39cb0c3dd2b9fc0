package dev.lineman.cli.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Text in the columns of a terminal: how wide it is, and how to shorten and wrap it. A wide character (Unicode Standard
 * Annex 11, classes W and F) takes two columns, a combining mark takes none. Characters of ambiguous width take one.
 * Stateless.
 */
public final class DisplayWidth {
    /** Stands for the part of a text that is left out. */
    private static final String ELLIPSIS = "…";

    private static final int VARIATION_EMOJI = 0xFE0F;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    /** First and last wide characters of ranges. Blocks with emoji are wide as a whole. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x231A, 0x231B},
        {0x2329, 0x232A},
        {0x23E9, 0x23EC},
        {0x23F0, 0x23F0},
        {0x23F3, 0x23F3},
        {0x25FD, 0x25FE},
        {0x2614, 0x2615},
        {0x2648, 0x2653},
        {0x267F, 0x267F},
        {0x2693, 0x2693},
        {0x26A1, 0x26A1},
        {0x26AA, 0x26AB},
        {0x26BD, 0x26BE},
        {0x26C4, 0x26C5},
        {0x26CE, 0x26CE},
        {0x26D4, 0x26D4},
        {0x26EA, 0x26EA},
        {0x26F2, 0x26F3},
        {0x26F5, 0x26F5},
        {0x26FA, 0x26FA},
        {0x26FD, 0x26FD},
        {0x2705, 0x2705},
        {0x270A, 0x270B},
        {0x2728, 0x2728},
        {0x274C, 0x274C},
        {0x274E, 0x274E},
        {0x2753, 0x2755},
        {0x2757, 0x2757},
        {0x2795, 0x2797},
        {0x27B0, 0x27B0},
        {0x27BF, 0x27BF},
        {0x2B1B, 0x2B1C},
        {0x2B50, 0x2B50},
        {0x2B55, 0x2B55},
        {0x2E80, 0x303E},
        {0x3041, 0x3247},
        {0x3250, 0x4DBF},
        {0x4E00, 0xA4CF},
        {0xA960, 0xA97F},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE10, 0xFE19},
        {0xFE30, 0xFE6F},
        {0xFF01, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x16FE0, 0x18DFF},
        {0x1AFF0, 0x1B2FF},
        {0x1F004, 0x1F004},
        {0x1F0CF, 0x1F0CF},
        {0x1F18E, 0x1F18E},
        {0x1F191, 0x1F19A},
        {0x1F200, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F7E0, 0x1F7FF},
        {0x1F900, 0x1F9FF},
        {0x1FA70, 0x1FAFF},
        {0x20000, 0x3FFFD}
    };

    /** First wide character of a range to its last one. */
    private static final NavigableMap<Integer, Integer> WIDE_RANGES = ranges();

    private DisplayWidth() {}

    private static NavigableMap<Integer, Integer> ranges() {
        TreeMap<Integer, Integer> ranges = new TreeMap<>();
        for (int[] range : WIDE) {
            ranges.put(range[0], range[1]);
        }
        return ranges;
    }

    /** Returns the number of columns that a printable text takes. */
    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** Returns the number of columns of one character. */
    private static int of(int point) {
        if (point < 0x300) {
            return 1;
        }
        int type = Character.getType(point);
        boolean medialJamo = point >= 0x1160 && point <= 0x11FF;
        if (point == VARIATION_EMOJI) {
            // Makes a narrow symbol wide.
            return 1;
        }
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || medialJamo) {
            return 0;
        }
        Map.Entry<Integer, Integer> range = WIDE_RANGES.floorEntry(point);
        return range != null && point <= range.getValue() ? 2 : 1;
    }

    /**
     * Returns the text with a replacement character for each control character, line separator, unpaired surrogate, and
     * each format character that could change the writing direction.
     */
    public static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (Character.getType(point)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                    printable.append('\uFFFD');
                case Character.FORMAT -> {
                    boolean joiner = point == ZERO_WIDTH_JOINER || point == ZERO_WIDTH_NON_JOINER;
                    printable.appendCodePoint(joiner ? point : '\uFFFD');
                }
                default -> printable.appendCodePoint(point);
            }
        });
        return printable.toString();
    }

    /** Returns the text, or its beginning with an ellipsis if it is wider than {@code width}, which is at least 1. */
    public static String shortenEnd(String text, int width) {
        return of(text) <= width ? text : head(text, width - 1) + ELLIPSIS;
    }

    /** Returns the text, or its two ends with an ellipsis between them if it is wider than {@code width}. */
    public static String shortenMiddle(String text, int width) {
        if (of(text) <= width) {
            return text;
        }
        int tail = (width - 1) / 2;
        return head(text, width - 1 - tail) + ELLIPSIS + tail(text, tail);
    }

    /** Returns the text with blanks after it, up to a width. */
    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - of(text)));
    }

    /**
     * Returns the text on lines of at most {@code width} columns, broken at blanks, and inside words that are wider than
     * a line.
     *
     * @param indent stands before each line but the first
     */
    public static List<String> wrap(String text, int width, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        boolean empty = true;
        for (String word : text.split(" ", -1)) {
            String rest = word;
            if (!empty && of(line.toString()) + 1 + of(rest) > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                empty = true;
            }
            while (of(line.toString()) + of(rest) > width) {
                String part = head(rest, width - of(line.toString()));
                lines.add(line + part);
                rest = rest.substring(part.length());
                line = new StringBuilder(indent);
            }
            line.append(empty ? "" : " ").append(rest);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }

    /** Returns the longest beginning that fits, with the marks of its last character. */
    private static String head(String text, int width) {
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            used += of(point);
            if (used > width) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }

    /** Returns the longest end that fits and starts with a character that takes a column. */
    private static String tail(String text, int width) {
        int used = 0;
        int start = text.length();
        for (int i = text.length(); i > 0; ) {
            int point = text.codePointBefore(i);
            i -= Character.charCount(point);
            used += of(point);
            if (used > width) {
                break;
            }
            start = of(point) > 0 ? i : start;
        }
        return text.substring(start);
    }
}
