package dev.lineman.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The {@code %%…%%} dialect: a text becomes tokens, the leftmost match first. */
public final class Dialect {
    private Dialect() {}

    /** The tokens of a text, in order; together they cover all of it. */
    public static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        int literal = 0;
        int at = text.indexOf("%%");
        while (at >= 0) {
            int nameEnd = endOfName(text, at + 2);
            if (nameEnd > at + 2 && text.startsWith("%%", nameEnd)) {
                if (at > literal) {
                    tokens.add(new Token.Literal(literal, at));
                }
                String name = text.substring(at + 2, nameEnd).toLowerCase(Locale.ROOT);
                tokens.add(new Token.Placeholder(name, at));
                literal = nameEnd + 2;
                at = text.indexOf("%%", literal);
            } else {
                at = text.indexOf("%%", at + 1);
            }
        }
        if (literal < text.length()) {
            tokens.add(new Token.Literal(literal, text.length()));
        }
        return tokens;
    }

    private static int endOfName(String text, int start) {
        int end = start;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            if (!Character.isLetterOrDigit(c) && c != '_' && c != '.' && c != ':' && c != '-') {
                break;
            }
            end += Character.charCount(c);
        }
        return end;
    }
}
