package dev.lineman.template.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the dialect of placeholders and directives, the leftmost match first. Used once, by one thread.
 */
public final class DialectParser {
    /** Deeper than anybody nests, and far from what the engine's stack takes. */
    private static final int DEEPEST = 250;

    private static final int MOST_FAULTS = 20;

    /** More pieces than any template has, and few enough for the tree of them to fit in memory. */
    private static final int MOST_PIECES = 150_000;

    private static final Pattern KEYWORD =
            Pattern.compile("\\{[ \\t]*(IF|ELSEIF|ELSE|ENDIF|SET)(?=[ \\t$}\\n]|\\z)", Pattern.CASE_INSENSITIVE);
    private static final String NAME = "[\\p{L}\\p{Nd}_.:-]+";
    private static final Pattern CONDITION = Pattern.compile("(\\$?)(" + NAME + ")[ \\t]*(?:=(.*))?");
    private static final Pattern SETTING = Pattern.compile("\\$(" + NAME + ")[ \\t]*=(.*)");
    private static final Pattern BLF = Pattern.compile("blf([1-9][0-9]{0,3})");

    private final String text;
    private final DialectTreeBuilder tree;
    private final List<DialectFault> dialectFaults = new ArrayList<>();
    private int literal;
    private int lineStart;
    private int lineEnd = -1;

    private DialectParser(String text) {
        this.text = text;
        this.tree = new DialectTreeBuilder(text);
    }

    /** What is wrong with a directive, and where it begins. */
    public record DialectFault(int offset, String message) {}

    /** A content: placeholders and directives. */
    public static DialectTree content(String text) {
        DialectParser dialect = new DialectParser(text);
        dialect.readAll(true);
        dialect.tree.text(dialect.literal, text.length());
        if (dialect.tree.pieces() > MOST_PIECES) {
            String message = "this has too many placeholders and directives; at most " + MOST_PIECES + " are possible";
            dialect.dialectFaults.add(new DialectFault(0, message));
        } else if (dialect.dialectFaults.isEmpty()) {
            dialect.tree.open().stream()
                    .limit(MOST_FAULTS)
                    .forEach(left ->
                            dialect.dialectFaults.add(new DialectFault(left.offset(), "this {IF} has no {ENDIF}")));
        }
        return dialect.tree.build(dialect.dialectFaults);
    }

    /** A file name: placeholders alone, braces are text, and white space around it is left out. */
    public static DialectTree name(String text) {
        DialectParser dialect = new DialectParser(text);
        dialect.literal = text.length() - text.stripLeading().length();
        dialect.readAll(false);
        dialect.tree.text(dialect.literal, text.stripTrailing().length());
        return dialect.tree.build(dialect.dialectFaults);
    }

    private void readAll(boolean directives) {
        Matcher keyword = KEYWORD.matcher(text);
        int brace = directives && keyword.find() ? keyword.start() : text.length();
        int percent = text.indexOf("%%");
        while (dialectFaults.size() < MOST_FAULTS
                && tree.pieces() <= MOST_PIECES
                && (percent >= 0 || brace < text.length())) {
            if (percent >= 0 && percent < brace) {
                int end = placeholder(percent);
                percent = text.indexOf("%%", end);
            } else {
                int end = directive(brace, keyword.group(1).toUpperCase(Locale.ROOT), keyword.end(1));
                percent = percent >= 0 && percent < end ? text.indexOf("%%", end) : percent;
                brace = keyword.find(end) ? keyword.start() : text.length();
            }
        }
    }

    /** Reads a placeholder if one is here; where to go on. */
    private int placeholder(int start) {
        int nameEnd = endOfName(text, start + 2);
        if (nameEnd == start + 2 || !text.startsWith("%%", nameEnd)) {
            return start + 1;
        }
        tree.text(literal, start);
        tree.placeholder(text.substring(start + 2, nameEnd).toLowerCase(Locale.ROOT), start);
        literal = nameEnd + 2;
        return literal;
    }

    /** Reads a directive; where to go on. */
    private int directive(int start, String word, int endOfWord) {
        reachLine(start);
        int close = text.indexOf('}', endOfWord);
        if (close < 0 || close > lineEnd) {
            dialectFaults.add(new DialectFault(start, "this {" + word + " has no '}' on its line"));
            return lineEnd;
        }
        String rest = text.substring(endOfWord, close).strip();
        boolean alone = literal <= lineStart && isBlank(lineStart, start) && isBlank(close + 1, lineEnd);
        tree.text(literal, alone ? lineStart : start);
        literal = alone ? Math.min(lineEnd + 1, text.length()) : close + 1;
        switch (word) {
            case "IF" -> readIf(start, rest);
            case "ELSEIF" -> readElseIf(start, rest);
            case "ELSE" -> readElse(start, rest);
            case "ENDIF" -> readEndIf(start, rest);
            default -> readSet(start, rest);
        }
        return literal;
    }

    private void readIf(int start, String rest) {
        tree.begin(start);
        if (tree.open().size() > DEEPEST) {
            dialectFaults.add(new DialectFault(start, "{IF} is nested more than " + DEEPEST + " deep"));
        } else {
            readCondition(start, "IF", rest);
        }
    }

    private void readElseIf(int start, String rest) {
        DialectTreeBuilder.Open innermost = tree.open().peek();
        if (innermost == null) {
            dialectFaults.add(new DialectFault(start, "this {ELSEIF} has no {IF}; write {IF} in its place"));
        } else if (innermost.otherwise()) {
            dialectFaults.add(
                    new DialectFault(start, "this {ELSEIF} comes after the {ELSE}; move it before the {ELSE}"));
        } else {
            // Before its condition is read: where that is asked, the key of the case before it is not meant.
            tree.endCase(false);
            readCondition(start, "ELSEIF", rest);
        }
    }

    private void readElse(int start, String rest) {
        DialectTreeBuilder.Open innermost = tree.open().peek();
        if (!rest.isEmpty()) {
            dialectFaults.add(new DialectFault(
                    start, "{ELSE} stands alone in its braces; with a condition, write {ELSEIF name}"));
        } else if (innermost == null) {
            dialectFaults.add(new DialectFault(start, "this {ELSE} has no {IF}"));
        } else if (innermost.otherwise()) {
            dialectFaults.add(new DialectFault(start, "this {IF} has an {ELSE} already"));
        } else {
            tree.endCase(true);
        }
    }

    private void readEndIf(int start, String rest) {
        if (!rest.isEmpty()) {
            dialectFaults.add(new DialectFault(start, "{ENDIF} stands alone in its braces"));
        } else if (tree.open().isEmpty()) {
            dialectFaults.add(new DialectFault(start, "this {ENDIF} has no {IF}"));
        } else {
            tree.end();
        }
    }

    private void readSet(int start, String rest) {
        Matcher setting = SETTING.matcher(rest);
        if (setting.matches()) {
            tree.assignment(setting.group(1).toLowerCase(Locale.ROOT), unquoted(setting.group(2)));
        } else {
            dialectFaults.add(new DialectFault(start, "this {SET} does not parse; write {SET $variable=value}"));
        }
    }

    private void readCondition(int start, String word, String rest) {
        Matcher asked = CONDITION.matcher(rest);
        if (!asked.matches()) {
            String forms = "{" + word + " name}, {" + word + " name=V1,V2} or {" + word + " $variable=V}";
            dialectFaults.add(new DialectFault(start, "this {" + word + "} does not parse; write " + forms));
            return;
        }
        boolean variable = !asked.group(1).isEmpty();
        String name = asked.group(2).toLowerCase(Locale.ROOT);
        tree.condition(new DialectNode.DialectCondition(
                name,
                variable ? null : tree.reference(name),
                values(asked.group(3)),
                variable ? 0 : blfKey(name),
                start,
                word.equals("IF")));
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
    private static int blfKey(String name) {
        Matcher blf = BLF.matcher(name);
        return blf.matches() ? Integer.parseInt(blf.group(1)) : 0;
    }
}
