package dev.lineman.input.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The characters of a text for SnakeYAML's scanner, in time linear in the length of the text. For one thread.
 *
 * <p>The scanner finds the end of a token by looking at one character after the other, without moving. SnakeYAML's own reader copies all
 * that lies ahead once for every 1,023 characters of that, so that a token costs the square of its length. This one looks into the
 * text where it is. It also stops a token that takes up more than {@link #MAX_TOKEN} characters, before the rest of it is looked at.
 */
final class BoundedStreamReader extends StreamReader {
    /**
     * Characters of text for one token. It is more than {@link YamlNodeBuilder#MAX_SCALAR}, since escapes and indentation do not count as
     * part of a scalar.
     */
    static final int MAX_TOKEN = 1 << 20;

    private static final int[] NO_SNIPPET = {};
    private static final String NO_NAME = "";

    private final String text;

    /** Where the next character stands: its offset, and its index, line and column in code points. */
    private int offset;

    private int index;
    private int line;
    private int column;

    private int documentStart;

    /** The last place that was looked at: so many code points ahead of the next character, and its offset. */
    private int ahead;

    private int aheadOffset;

    /** Up to this offset the token that is being scanned cannot be too long. */
    private int bound = MAX_TOKEN;

    /** @param text has printable characters only, as {@link StreamReader#isPrintable(int)} defines them */
    BoundedStreamReader(String text) {
        super("");
        this.text = text;
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

    /** The offset of the code point that stands so many ahead; the text's length where there is none. */
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

    private void moved() {
        ahead = 0;
        aheadOffset = offset;
        checkBound(offset);
    }

    private void checkBound(int reached) {
        if (reached > bound) {
            int token = skipBlanksAndComments(bound - MAX_TOKEN);
            if (reached - token > MAX_TOKEN) {
                throw new TokenTooLong(token);
            }
            bound = token + MAX_TOKEN;
        }
    }

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

    /** The scanner asks this before it looks for the next token, and at no other time. */
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

    /** A token takes up too much of the text. */
    static final class TokenTooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** Where it begins in the text. */
        final int offset;

        TokenTooLong(int offset) {
            super("a token that is too long", null, false, false);
            this.offset = offset;
        }
    }
}
