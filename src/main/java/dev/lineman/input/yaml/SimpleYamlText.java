package dev.lineman.input.yaml;

/**
 * A place in a text of simple YAML, with the rules for scalars, blanks, comments and lines. {@link SimpleYamlParser}
 * moves it. Not thread-safe.
 */
final class SimpleYamlText {
    /** SnakeYAML takes no key that is longer. */
    private static final int MAX_LINE = 1000;

    /** A plain scalar does not begin with these. A few of them can, if no blank follows; SnakeYAML decides that. */
    private static final String INDICATORS = "-?:,[]{}#&*!|>'\"%@`";

    /** These end a plain scalar inside of a flow mapping or list. */
    private static final String FLOW_INDICATORS = ",?[]{}";

    /** The indentation behind the last line, and in a line that separates documents. */
    static final int OUTSIDE = -1;

    private final String text;
    /** The offset of the next character. */
    private int at;

    /** The present line, from 1, and the offset of its first character. */
    private int line;

    private int lineStart;

    /** The column of the first text in the present line, from 0; {@link #OUTSIDE} if there is none. */
    private int indent;

    /**
     * The place of the first text.
     *
     * @param text has only printable characters
     * @param lines the number of lines of the file above the text
     */
    SimpleYamlText(String text, int lines) {
        this.text = text;
        this.line = lines + 1;
        requireSimpleCharacters();
        findText();
    }

    /** Ends the parsing at the first text for SnakeYAML. */
    static final class NotSimple extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotSimple() {
            super("not simple", null, false, false);
        }
    }

    /** Leaves the text to SnakeYAML unless a condition holds. */
    static void require(boolean simple) {
        if (!simple) {
            throw new NotSimple();
        }
    }

    /** Rejects characters for which a column is not a number of chars, and white space other than blanks and LF. */
    private void requireSimpleCharacters() {
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                start = i + 1;
            }
            require(c != '\t' && c != '\r' && c != '\uFEFF' && !Character.isSurrogate(c) && i - start < MAX_LINE);
        }
    }

    boolean isAtEnd() {
        return at == text.length();
    }

    int line() {
        return line;
    }

    /** The column of the next character, from 0. */
    int column() {
        return at - lineStart;
    }

    int indent() {
        return indent;
    }

    /** The next character, which is in the present line. */
    char next() {
        require(at < text.length() && text.charAt(at) != '\n');
        return text.charAt(at);
    }

    /** Whether the next character is this one. */
    private boolean isNext(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    /** Moves behind the next character, and behind the blanks that follow. */
    void skip() {
        at++;
        skipBlanks();
    }

    /** Moves behind the colon of a key. A blank or the line's end follows. */
    void skipColon() {
        require(isNext(':') && isLineEndOrBlank(at + 1));
        at++;
    }

    /** Moves behind a word if it comes next, and behind the blanks that follow. False if another text comes next. */
    boolean skip(String word) {
        if (!text.startsWith(word, at)) {
            return false;
        }
        at += word.length();
        skipBlanks();
        return true;
    }

    void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    /** Moves behind the end of the present line, and to the next text. */
    void nextLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
        line++;
        findText();
    }

    /** From the start of a line, moves to the next text that is no comment. */
    private void findText() {
        lineStart = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == '\n') {
                at++;
                line++;
                lineStart = at;
            } else if (c == ' ') {
                at++;
            } else {
                indent = at - lineStart;
                if (indent == 0) {
                    findSeparator();
                }
                return;
            }
        }
        indent = OUTSIDE;
    }

    /** Three hyphens begin a document. Three dots end one: SnakeYAML decides what that means. */
    private void findSeparator() {
        require(!text.startsWith("...", at));
        if (text.startsWith("---", at)) {
            at += 3;
            require(isLineEnd());
            indent = OUTSIDE;
        }
    }

    /** Whether an item of a block list begins here. */
    boolean isItem() {
        return text.charAt(at) == '-' && isLineEndOrBlank(at + 1);
    }

    /** Whether a key of a mapping begins here. */
    boolean isKey() {
        int start = at;
        if (isPlain() && INDICATORS.indexOf(text.charAt(at)) >= 0) {
            return false;
        }
        scalar(false);
        boolean key = isNext(':');
        at = start;
        return key;
    }

    private boolean isLineEndOrBlank(int place) {
        return place == text.length() || text.charAt(place) == '\n' || text.charAt(place) == ' ';
    }

    /** Whether only blanks and a comment follow in the present line. */
    boolean isLineEnd() {
        int end = at;
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        return end == text.length()
                || text.charAt(end) == '\n'
                || (text.charAt(end) == '#' && text.charAt(end - 1) == ' ');
    }

    /** Whether the scalar that begins here has no quotes. */
    boolean isPlain() {
        char c = next();
        return c != '"' && c != '\'';
    }

    /** Whether YAML may have cut the plain text that ends here. */
    boolean isCut() {
        return CutTextFinder.isCut(text, at);
    }

    /**
     * The text of a scalar, and moves behind it.
     *
     * @param flow whether it is inside of a flow mapping or list
     */
    String scalar(boolean flow) {
        return isPlain() ? plain(flow) : quoted();
    }

    private String plain(boolean flow) {
        int start = at;
        require(INDICATORS.indexOf(text.charAt(at)) < 0);
        int end = at;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n' || (c == ':' && isLineEndOrBlank(at + 1)) || (flow && FLOW_INDICATORS.indexOf(c) >= 0)) {
                break;
            }
            // A colon before a bracket or a comma is for SnakeYAML to decide.
            require(!flow || c != ':' || FLOW_INDICATORS.indexOf(text.charAt(at + 1)) < 0);
            if (c == '#' && text.charAt(at - 1) == ' ') {
                break;
            }
            if (c != ' ') {
                end = at + 1;
            }
        }
        at = end;
        return text.substring(start, end);
    }

    private String quoted() {
        char quote = text.charAt(at);
        int start = at + 1;
        int end = text.indexOf(quote, start);
        require(end >= 0);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            require(c != '\n' && (c != '\\' || quote == '\''));
        }
        at = end + 1;
        return text.substring(start, end);
    }
}
