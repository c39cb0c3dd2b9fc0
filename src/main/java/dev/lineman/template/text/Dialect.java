package dev.lineman.template.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of placeholders and directives: a text becomes tokens, the leftmost match first. Used once, by
 * one thread.
 */
public final class Dialect {
    /** Deeper than anybody nests, and far from what the engine's stack takes. */
    private static final int DEEPEST = 250;

    private static final int MOST_FAULTS = 20;

    private static final Pattern KEYWORD =
            Pattern.compile("\\{[ \\t]*(IF|ELSEIF|ELSE|ENDIF|SET)(?=[ \\t$}\\n]|\\z)", Pattern.CASE_INSENSITIVE);
    private static final String NAME = "[\\p{L}\\p{Nd}_.:-]+";
    private static final Pattern CONDITION = Pattern.compile("(\\$?)(" + NAME + ")[ \\t]*(?:=(.*))?");
    private static final Pattern SETTING = Pattern.compile("\\$(" + NAME + ")[ \\t]*=(.*)");
    private static final Pattern BLF = Pattern.compile("blf([1-9][0-9]{0,3})");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private int literal;
    private int lineStart;
    private int lineEnd = -1;

    private Dialect(String text) {
        this.text = text;
    }

    /** What is wrong with a directive, and where it begins. */
    public record Fault(int offset, String message) {}

    /**
     * A content as tokens.
     *
     * @param tokens in order; balanced when there are no faults
     */
    public record Parsed(List<Token> tokens, List<Fault> faults) {
        public Parsed {
            tokens = List.copyOf(tokens);
            faults = List.copyOf(faults);
        }
    }

    private static final class Open {
        final int offset;
        final int key;
        boolean otherwise;

        Open(int offset, int key) {
            this.offset = offset;
            this.key = key;
        }
    }

    /** A content: placeholders and directives. */
    public static Parsed content(String text) {
        Dialect dialect = new Dialect(text);
        dialect.readAll(true);
        if (dialect.faults.isEmpty()) {
            dialect.open.stream()
                    .limit(MOST_FAULTS)
                    .forEach(left -> dialect.faults.add(new Fault(left.offset, "this {IF} has no {ENDIF}")));
        }
        return new Parsed(dialect.tokens, dialect.faults);
    }

    /** A file name: placeholders alone, braces are text. */
    public static List<Token> name(String text) {
        Dialect dialect = new Dialect(text);
        dialect.readAll(false);
        return dialect.tokens;
    }

    private void readAll(boolean directives) {
        Matcher keyword = KEYWORD.matcher(text);
        int brace = directives && keyword.find() ? keyword.start() : text.length();
        int percent = text.indexOf("%%");
        while (faults.size() < MOST_FAULTS && (percent >= 0 || brace < text.length())) {
            if (percent >= 0 && percent < brace) {
                int end = placeholder(percent);
                percent = text.indexOf("%%", end);
            } else {
                int end = directive(brace, keyword.group(1).toUpperCase(Locale.ROOT), keyword.end(1));
                percent = percent >= 0 && percent < end ? text.indexOf("%%", end) : percent;
                brace = keyword.find(end) ? keyword.start() : text.length();
            }
        }
        literalTo(text.length());
    }

    /** Reads a placeholder if one is here; where to go on. */
    private int placeholder(int start) {
        int nameEnd = endOfName(text, start + 2);
        if (nameEnd == start + 2 || !text.startsWith("%%", nameEnd)) {
            return start + 1;
        }
        literalTo(start);
        String name = text.substring(start + 2, nameEnd).toLowerCase(Locale.ROOT);
        tokens.add(new Token.Placeholder(name, start, key()));
        literal = nameEnd + 2;
        return literal;
    }

    private void literalTo(int end) {
        if (end > literal) {
            tokens.add(new Token.Literal(literal, end));
        }
    }

    private int key() {
        for (Open enclosing : open) {
            if (enclosing.key > 0 && !enclosing.otherwise) {
                return enclosing.key;
            }
        }
        return 0;
    }

    /** Reads a directive; where to go on. */
    private int directive(int start, String word, int endOfWord) {
        reachLine(start);
        int close = text.indexOf('}', endOfWord);
        if (close < 0 || close > lineEnd) {
            faults.add(new Fault(start, "this {" + word + " has no '}' on its line"));
            return lineEnd;
        }
        String rest = text.substring(endOfWord, close).strip();
        boolean alone = literal <= lineStart && isBlank(lineStart, start) && isBlank(close + 1, lineEnd);
        literalTo(alone ? lineStart : start);
        literal = alone ? Math.min(lineEnd + 1, text.length()) : close + 1;
        switch (word) {
            case "IF" -> readIf(start, rest);
            case "ELSE" -> readElse(start, rest);
            case "ENDIF" -> readEndIf(start, rest);
            case "SET" -> readSet(start, rest);
            default -> faults.add(new Fault(start, "there is no {ELSEIF}; nest an {IF} in the {ELSE}"));
        }
        return literal;
    }

    private void readIf(int start, String rest) {
        Matcher condition = CONDITION.matcher(rest);
        if (!condition.matches()) {
            faults.add(
                    new Fault(start, "this {IF} does not parse; write {IF name}, {IF name=V1,V2} or {IF $variable=V}"));
        } else if (open.size() >= DEEPEST) {
            faults.add(new Fault(start, "{IF} is nested more than " + DEEPEST + " deep"));
        } else {
            String name = condition.group(2).toLowerCase(Locale.ROOT);
            boolean variable = !condition.group(1).isEmpty();
            Token.Condition asked = new Token.Condition(name, variable, values(condition.group(3)), key());
            tokens.add(new Token.If(asked, start));
            open.push(new Open(start, asked.key()));
            return;
        }
        open.push(new Open(start, 0));
    }

    private void readElse(int start, String rest) {
        Open innermost = open.peek();
        if (!rest.isEmpty()) {
            faults.add(new Fault(start, "{ELSE} stands alone in its braces"));
        } else if (innermost == null) {
            faults.add(new Fault(start, "this {ELSE} has no {IF}"));
        } else if (innermost.otherwise) {
            faults.add(new Fault(start, "this {IF} has an {ELSE} already"));
        } else {
            innermost.otherwise = true;
            tokens.add(new Token.Else());
        }
    }

    private void readEndIf(int start, String rest) {
        if (!rest.isEmpty()) {
            faults.add(new Fault(start, "{ENDIF} stands alone in its braces"));
        } else if (open.isEmpty()) {
            faults.add(new Fault(start, "this {ENDIF} has no {IF}"));
        } else {
            open.pop();
            tokens.add(new Token.EndIf());
        }
    }

    private void readSet(int start, String rest) {
        Matcher setting = SETTING.matcher(rest);
        if (setting.matches()) {
            tokens.add(new Token.Set(setting.group(1).toLowerCase(Locale.ROOT), unquoted(setting.group(2))));
        } else {
            faults.add(new Fault(start, "this {SET} does not parse; write {SET $variable=value}"));
        }
    }

    private static List<String> values(@Nullable String list) {
        List<String> values = new ArrayList<>();
        if (list != null) {
            for (String value : list.split(",", -1)) {
                values.add(unquoted(value));
            }
        }
        return values;
    }

    private static String unquoted(String value) {
        String bare = value.strip();
        boolean quoted = bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"");
        return quoted ? bare.substring(1, bare.length() - 1) : bare;
    }

    /** Goes on to the line of an offset; lines are not looked for twice, however many directives stand in one. */
    private void reachLine(int offset) {
        while (lineEnd < offset) {
            lineStart = lineEnd + 1;
            int end = text.indexOf('\n', lineStart);
            lineEnd = end < 0 ? text.length() : end;
        }
    }

    private boolean isBlank(int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) != ' ' && text.charAt(i) != '\t') {
                return false;
            }
        }
        return true;
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

    /** The N of a name {@code blfN}, or 0. */
    static int blfKey(String name) {
        Matcher blf = BLF.matcher(name);
        return blf.matches() ? Integer.parseInt(blf.group(1)) : 0;
    }
}
