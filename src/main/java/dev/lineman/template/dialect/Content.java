package dev.lineman.template.dialect;

import dev.lineman.fs.Digest;
import dev.lineman.problem.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text of a template, with line ends of LF, that knows for each of its characters where it stands in the
 * file. Immutable.
 */
public final class Content {
    private final String file;
    private final String text;

    /** Pieces of the text, three numbers each: its offset, and the line and column of its first character. */
    private final int[] pieces;

    /** These are found when first asked for, which is seldom in a header; two threads that ask first find the same. */
    private volatile int @Nullable [] lineStarts;

    private volatile @Nullable Digest digest;

    private Content(String file, String text, int[] pieces) {
        this.file = file;
        this.text = text;
        this.pieces = pieces;
    }

    /** The text, line ends LF, white space as it was typed. */
    public String text() {
        return text;
    }

    /** What the text hashes to, wherever it stands. */
    public Digest digest() {
        Digest known = digest;
        if (known == null) {
            known = Digest.of(text.getBytes(StandardCharsets.UTF_8));
            digest = known;
        }
        return known;
    }

    /** Where the character at an offset of the text stands; the end of the text is a place too. */
    public Position at(int offset) {
        int piece = pieceOf(offset);
        int start = pieces[piece];
        int line = lineOf(offset);
        int lines = line - lineOf(start);
        int column = lines == 0 ? pieces[piece + 2] + offset - start : offset - lineStarts()[line] + 1;
        return new Position(file, pieces[piece + 1] + lines, column);
    }

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

    /** Joins the pieces of a text as a reader finds them. */
    public static final class Builder {
        private final SourceText source;
        private final StringBuilder text = new StringBuilder();
        private int[] pieces = new int[3];
        private int count;

        /** @param offset where the text would stand if it stays empty */
        public Builder(SourceText source, int offset) {
            this.source = source;
            startPiece(offset);
        }

        /** Adds the characters from {@code start} to before {@code end} of the source as they stand. */
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

        /** The same for XML text, whose references become what they stand for (XML 1.0, 4.1 and 4.6). */
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

        /** How many characters of the source end a line here. */
        private int lineEndLength(int at, int end) {
            String raw = source.text();
            if (at < end && raw.charAt(at) == '\r') {
                return at + 1 < end && raw.charAt(at + 1) == '\n' ? 2 : 1;
            }
            return at < end && raw.charAt(at) == '\n' ? 1 : 0;
        }

        /** The text so far. */
        public Content build() {
            return new Content(source.path(), text.toString(), Arrays.copyOf(pieces, count));
        }

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
