package dev.lineman.template.dialect;

import dev.lineman.fs.Digest;
import dev.lineman.problem.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text of a template with the position of each character in its file. Line ends are LF. Immutable.
 *
 * <p>The text differs from the file: references are resolved, CDATA sections are joined, line ends are unified.
 * Problems still need the position in the file.
 */
public final class Content {
    private final String file;
    private final String text;

    /**
     * Pieces of the text in ascending order, three numbers each: offset in the text, then line and column of
     * its first character. Within a piece, text and file run in parallel.
     */
    private final int[] pieces;

    /** Computed on first use, because header elements rarely need it. Threads that race compute equal values. */
    private volatile int @Nullable [] lineStarts;

    /** Computed on first use, in the same way. */
    private volatile @Nullable Digest digest;

    private Content(String file, String text, int[] pieces) {
        this.file = file;
        this.text = text;
        this.pieces = pieces;
    }

    /** The text with line ends of LF and unchanged white space. */
    public String text() {
        return text;
    }

    /** Digest of the text in UTF-8, whatever its position. The renderer finds compiled contents by it. */
    public Digest digest() {
        Digest known = digest;
        if (known == null) {
            known = Digest.of(text.getBytes(StandardCharsets.UTF_8));
            digest = known;
        }
        return known;
    }

    /**
     * The position in the file of a character of the text.
     *
     * @param offset in UTF-16 units, from 0 up to and including the length of the text
     */
    public Position at(int offset) {
        int piece = pieceOf(offset);
        int start = pieces[piece];
        int line = lineOf(offset);
        int lines = line - lineOf(start);
        int column = lines == 0 ? pieces[piece + 2] + offset - start : offset - lineStarts()[line] + 1;
        return new Position(file, pieces[piece + 1] + lines, column);
    }

    /** Number of the line, from 0, within the text. */
    private int lineOf(int offset) {
        int line = Arrays.binarySearch(lineStarts(), offset);
        return line < 0 ? -line - 2 : line;
    }

    private int[] lineStarts() {
        int[] known = lineStarts;
        if (known == null) {
            known = SourceText.lineStarts(text);
            lineStarts = known;
        }
        return known;
    }

    /** Index in {@link #pieces} of the last piece that begins at or before an offset: a binary search. */
    private int pieceOf(int offset) {
        int low = 0;
        int high = pieces.length / 3 - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (pieces[middle * 3] <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low * 3;
    }

    @Override
    public String toString() {
        return text;
    }

    /** Collects the pieces of a text in the order in which the parser finds them. Not thread-safe. */
    public static final class Builder {
        private final SourceText source;
        private final StringBuilder text = new StringBuilder();
        private int[] pieces = new int[3];
        private int count;

        /**
         * Starts an empty text.
         *
         * @param offset position in the source to report if the text stays empty
         */
        public Builder(SourceText source, int offset) {
            this.source = source;
            startPiece(offset);
        }

        /**
         * Adds the characters from {@code start} to before {@code end} of the source. Only line ends change, to
         * LF.
         */
        public void addVerbatim(int start, int end) {
            startPiece(start);
            String raw = source.text();
            for (int i = start; i < end; i++) {
                char c = raw.charAt(i);
                if (c != '\r') {
                    text.append(c);
                } else if (i + 1 == end || raw.charAt(i + 1) != '\n') {
                    text.append('\n');
                }
            }
        }

        /**
         * Adds XML text from {@code start} to before {@code end} of the source. References become the
         * characters that they stand for (XML 1.0, 4.1 and 4.6).
         */
        public void addXmlText(int start, int end) {
            String raw = source.text();
            int from = start;
            int carriageReturn = -1;
            for (int amp = start; amp < end; amp = Math.max(amp + 1, from)) {
                if (raw.charAt(amp) != '&') {
                    continue;
                }
                addVerbatim(from, amp);
                int semicolon = raw.indexOf(';', amp);
                startPiece(amp);
                int c = referencedCodePoint(raw.substring(amp + 1, semicolon));
                // A reference to CR and one to LF after it are one line end, as in plain text.
                boolean ended = c == '\n' && carriageReturn == text.length() && carriageReturn > 0;
                if (!ended) {
                    text.appendCodePoint(c == '\r' ? '\n' : c);
                }
                carriageReturn = c == '\r' ? text.length() : -1;
                from = semicolon + 1;
                from += c == '\r' ? lineEndLength(from, end) : 0;
            }
            addVerbatim(from, end);
        }

        /** Number of characters that make a line end at an offset: 0, 1 or 2. */
        private int lineEndLength(int at, int end) {
            String raw = source.text();
            if (at < end && raw.charAt(at) == '\r') {
                return at + 1 < end && raw.charAt(at + 1) == '\n' ? 2 : 1;
            }
            return at < end && raw.charAt(at) == '\n' ? 1 : 0;
        }

        /** The text that was added so far. */
        public Content build() {
            return new Content(source.path(), text.toString(), Arrays.copyOf(pieces, count));
        }

        /** Records that the text continues at another place of the source. A piece without text is replaced. */
        private void startPiece(int offset) {
            if (count > 0 && pieces[count - 3] == text.length()) {
                count -= 3;
            }
            if (count == pieces.length) {
                pieces = Arrays.copyOf(pieces, count * 2);
            }
            Position at = source.at(offset);
            pieces[count++] = text.length();
            pieces[count++] = at.line();
            pieces[count++] = at.column();
        }

        /**
         * The code point of a reference, without {@code &} and {@code ;}. The XML parser has already accepted
         * the reference.
         */
        private static int referencedCodePoint(String name) {
            return switch (name) {
                case "amp" -> '&';
                case "lt" -> '<';
                case "gt" -> '>';
                case "quot" -> '"';
                case "apos" -> '\'';
                default ->
                    name.startsWith("#x")
                            ? Integer.parseInt(name.substring(2), 16)
                            : Integer.parseInt(name.substring(1));
            };
        }
    }
}
