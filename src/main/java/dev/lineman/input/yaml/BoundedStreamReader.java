package dev.lineman.input.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The characters of a text for SnakeYAML's scanner, in time linear in the length of the text. Not thread-safe.
 *
 * <p>The scanner looks for the end of a token one character at a time, without a move. SnakeYAML's own reader copies
 * all text ahead once for every 1,023 characters, so a token costs the square of its length. This reader looks into
 * the text itself. It also rejects a token of more than {@link #MAX_TOKEN} characters before it looks at the rest.
 */
final class BoundedStreamReader extends StreamReader {
    /**
     * The most characters of text for one token. More than {@link YamlNodeBuilder#MAX_SCALAR}, since escapes and
     * indentation are not part of a scalar.
     */
    static final int MAX_TOKEN = 1 << 20;

    /** Marks have no text of the file, which may contain a password. */
    private static final int[] NO_SNIPPET = {};

    private static final String NO_NAME = "";

    private final String text;

    /** Place of the next character: the offset in the text; index, line and column in code points, from 0. */
    private int offset;

    private int index;
    private int line;
    private int column;

    /** Index of the present document's first character. */
    private int documentStart;

    /** The last place of a look ahead: code points after the next character, and the offset of that place. */
    private int ahead;

    private int aheadOffset;

    /** Up to this offset, the present token cannot be too long. */
    private int bound = MAX_TOKEN;

    /**
     * A reader at the start of a text.
     *
     * @param text has only printable characters, as {@link StreamReader#isPrintable(int)} defines them
     * @param line the number of lines of the file above the text
     */
    BoundedStreamReader(String text, int line) {
        super("");
        this.text = text;
        this.line = line;
    }

    @Override
    public Mark getMark() {
        return new Mark(NO_NAME, index, line, column, NO_SNIPPET, 0);
    }

    @Override
    public void forward() {
        forward(1);
    }

    @Override
    public void forward(int length) {
        for (int i = 0; i < length && offset < text.length(); i++) {
            int c = text.codePointAt(offset);
            offset += Character.charCount(c);
            index++;
            if (c == '\n' || (c == '\r' && offset < text.length() && text.charAt(offset) != '\n')) {
                line++;
                column = 0;
            } else if (c != 0xFEFF) {
                column++;
            }
        }
        moved();
    }

    @Override
    public int peek() {
        return at(offset);
    }

    @Override
    public int peek(int distance) {
        return at(offset(distance));
    }

    /** The code point at an offset; NUL at the end, as the scanner expects. */
    private int at(int place) {
        return place < text.length() ? text.codePointAt(place) : '\0';
    }

    @Override
    public String prefix(int length) {
        return text.substring(offset, offset(length));
    }

    @Override
    public String prefixForward(int length) {
        int end = offset(length);
        String prefix = text.substring(offset, end);
        offset = end;
        index += length;
        column += length;
        moved();
        return prefix;
    }

    /**
     * The offset of the code point a distance ahead; the length of the text if there is none. Continues from the last
     * look ahead.
     */
    private int offset(int distance) {
        while (ahead < distance && aheadOffset < text.length()) {
            aheadOffset += Character.charCount(text.codePointAt(aheadOffset));
            ahead++;
        }
        while (ahead > distance) {
            aheadOffset -= Character.charCount(text.codePointBefore(aheadOffset));
            ahead--;
        }
        checkBound(aheadOffset);
        return aheadOffset;
    }

    /** Forgets the last look ahead after a move. */
    private void moved() {
        ahead = 0;
        aheadOffset = offset;
        checkBound(offset);
    }

    /** Rejects a token that reaches too far. */
    private void checkBound(int reached) {
        if (reached > bound) {
            int token = skipBlanksAndComments(bound - MAX_TOKEN);
            if (reached - token > MAX_TOKEN) {
                throw new TokenTooLong(token);
            }
            bound = token + MAX_TOKEN;
        }
    }

    /** The offset of the first character that is not part of a blank, a line break or a comment. */
    private int skipBlanksAndComments(int from) {
        int at = from;
        boolean comment = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean lineBreak = c == '\n' || c == '\r';
            comment = c == '#' || (comment && !lineBreak);
            if (!comment && !lineBreak && c != ' ' && c != '\t') {
                break;
            }
        }
        return at;
    }

    /** The scanner calls this before it looks for the next token, and at no other time. So a new token begins here. */
    @Override
    public int getDocumentIndex() {
        bound = offset + MAX_TOKEN;
        return index - documentStart;
    }

    @Override
    public void resetDocumentIndex() {
        documentStart = index;
    }

    @Override
    public int getIndex() {
        return index;
    }

    @Override
    public int getLine() {
        return line;
    }

    @Override
    public int getColumn() {
        return column;
    }

    /** A token has more than {@link #MAX_TOKEN} characters. */
    static final class TokenTooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** Where the token begins in the text. */
        final int offset;

        TokenTooLong(int offset) {
            super("a token that is too long", null, false, false);
            this.offset = offset;
        }
    }
}
