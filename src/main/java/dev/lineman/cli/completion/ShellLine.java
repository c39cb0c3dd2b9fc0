package dev.lineman.cli.completion;

import java.util.ArrayList;
import java.util.List;

/**
 * The beginning of a command line, up to the cursor, split as a POSIX shell splits it (POSIX.1-2017, Shell Command
 * Language, 2.2 Quoting). Expansions stay as they are typed. Immutable.
 *
 * @param words the words without their quotes; the last one is the word at the cursor, and may be empty
 * @param quote the quote that is open at the cursor: {@code '}, {@code "}, or a blank for none
 */
record ShellLine(List<String> words, char quote) {
    private static final char NO_QUOTE = ' ';

    /** Characters that a backslash keeps literal inside double quotes. */
    private static final String ESCAPED_IN_DOUBLE_QUOTES = "$`\"\\";

    /** Characters that have no meaning for a shell. */
    private static final String PLAIN = "_./:=@%+,-";

    /** Characters after which another command starts. */
    private static final String SEPARATORS = ";|&(){}\n";

    ShellLine {
        words = List.copyOf(words);
    }

    /** Splits a line. */
    static ShellLine of(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean started = false;
        char quote = NO_QUOTE;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            char next = i + 1 < line.length() ? line.charAt(i + 1) : NO_QUOTE;
            boolean escapes = c == '\\' && quote != '\'' && i + 1 < line.length();
            if (escapes && (quote == NO_QUOTE || ESCAPED_IN_DOUBLE_QUOTES.indexOf(next) >= 0)) {
                word.append(next);
                started = true;
                i++;
            } else if (c == quote && quote != NO_QUOTE) {
                quote = NO_QUOTE;
            } else if (quote != NO_QUOTE) {
                word.append(c);
            } else if (c == '\'' || c == '"') {
                quote = c;
                started = true;
            } else if (c == ' ' || c == '\t') {
                if (started) {
                    words.add(word.toString());
                }
                word.setLength(0);
                started = false;
            } else if (SEPARATORS.indexOf(c) >= 0) {
                words.clear();
                word.setLength(0);
                started = false;
            } else {
                word.append(c);
                started = true;
            }
        }
        words.add(word.toString());
        return new ShellLine(words, quote);
    }

    /** Returns a text as it must be typed at the cursor, so that the shell keeps all its characters. */
    String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (quote == '\'') {
                quoted.append(point == '\'' ? "'\\''" : Character.toString(point));
                return;
            }
            boolean plain = quote == '"'
                    ? ESCAPED_IN_DOUBLE_QUOTES.indexOf(point) < 0
                    : point >= 0x80 || Character.isLetterOrDigit(point) || PLAIN.indexOf(point) >= 0;
            quoted.append(plain ? "" : "\\").appendCodePoint(point);
        });
        return quoted.toString();
    }
}
