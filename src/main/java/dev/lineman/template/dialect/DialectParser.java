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
    private static final int MAX_DEPTH = 250;

    private static final int MAX_FAULTS = 20;

    /** More pieces than any template has, and few enough for the tree of them to fit in memory. */
    private static final int MAX_PIECES = 150_000;

    private static final Pattern KEYWORD =
            Pattern.compile("\\{[ \\t]*(IF|ELSEIF|ELSE|ENDIF|SET)(?=[ \\t$}\\n]|\\z)", Pattern.CASE_INSENSITIVE);
    private static final String NAME = "[\\p{L}\\p{Nd}_.:-]+";
    private static final Pattern CONDITION = Pattern.compile("(\\$?)(" + NAME + ")[ \\t]*(?:=(.*))?");
    private static final Pattern SETTING = Pattern.compile("\\$(" + NAME + ")[ \\t]*=(.*)");
    private static final Pattern BLF = Pattern.compile("blf([1-9][0-9]{0,3})");

    private final String text;
    private final DialectTreeBuilder tree;
    private final List<DialectFault> faults = new ArrayList<>();
    private int literalStart;
    private int lineStart;
    private int lineEnd = -1;

    private DialectParser(String text) {
        this.text = text;
        this.tree = new DialectTreeBuilder(text);
    }

    /** What is wrong with a directive, and where it begins. */
    public record DialectFault(int offset, String message) {}

    /** A content: placeholders and directives. */
    public static DialectTree parseContent(String text) {
        DialectParser dialect = new DialectParser(text);
        dialect.readAll(true);
        dialect.tree.text(dialect.literalStart, text.length());
        if (dialect.tree.pieces() > MAX_PIECES) {
            String message = "this has too many placeholders and directives; at most " + MAX_PIECES + " are possible";
            dialect.faults.add(new DialectFault(0, message));
        } else if (dialect.faults.isEmpty()) {
            dialect.tree.open().stream()
                    .limit(MAX_FAULTS)
                    .forEach(left -> dialect.faults.add(new DialectFault(left.offset(), "this {IF} has no {ENDIF}")));
        }
        return dialect.tree.build(dialect.faults);
    }

    /** A file name: placeholders alone, braces are text, and white space around it is left out. */
    public static DialectTree parseFileName(String text) {
        DialectParser dialect = new DialectParser(text);
        dialect.literalStart = text.length() - text.stripLeading().length();
        dialect.readAll(false);
        dialect.tree.text(dialect.literalStart, text.stripTrailing().length());
        return dialect.tree.build(dialect.faults);
    }

    private void readAll(boolean directives) {
        Matcher keyword = KEYWORD.matcher(text);
        int brace = directives && keyword.find() ? keyword.start() : text.length();
        int percent = text.indexOf("%%");
        while (faults.size() < MAX_FAULTS && tree.pieces() <= MAX_PIECES && (percent >= 0 || brace < text.length())) {
            if (percent >= 0 && percent < brace) {
                int end = readPlaceholder(percent);
                percent = text.indexOf("%%", end);
            } else {
                int end = readDirective(brace, keyword.group(1).toUpperCase(Locale.ROOT), keyword.end(1));
                percent = percent >= 0 && percent < end ? text.indexOf("%%", end) : percent;
                brace = keyword.find(end) ? keyword.start() : text.length();
            }
        }
    }

    /** Reads a placeholder if one is here; where to go on. */
    private int readPlaceholder(int start) {
        int nameEnd = endOfName(text, start + 2);
        if (nameEnd == start + 2 || !text.startsWith("%%", nameEnd)) {
            return start + 1;
        }
        tree.text(literalStart, start);
        tree.placeholder(text.substring(start + 2, nameEnd).toLowerCase(Locale.ROOT), start);
        literalStart = nameEnd + 2;
        return literalStart;
    }

    /** Reads a directive; where to go on. */
    private int readDirective(int start, String word, int endOfWord) {
        reachLine(start);
        int close = text.indexOf('}', endOfWord);
        if (close < 0 || close > lineEnd) {
            faults.add(new DialectFault(start, "this {" + word + " has no '}' on its line"));
            return lineEnd;
        }
        String rest = text.substring(endOfWord, close).strip();
        boolean alone = literalStart <= lineStart && isBlank(lineStart, start) && isBlank(close + 1, lineEnd);
        tree.text(literalStart, alone ? lineStart : start);
        literalStart = alone ? Math.min(lineEnd + 1, text.length()) : close + 1;
        switch (word) {
            case "IF" -> readIf(start, rest);
            case "ELSEIF" -> readElseIf(start, rest);
            case "ELSE" -> readElse(start, rest);
            case "ENDIF" -> readEndIf(start, rest);
            default -> readSet(start, rest);
        }
        return literalStart;
    }

    private void readIf(int start, String rest) {
        tree.begin(start);
        if (tree.open().size() > MAX_DEPTH) {
            faults.add(new DialectFault(start, "{IF} is nested more than " + MAX_DEPTH + " deep"));
        } else {
            readCondition(start, "IF", rest);
        }
    }

    private void readElseIf(int start, String rest) {
        DialectTreeBuilder.OpenConditional innermost = tree.open().peek();
        if (innermost == null) {
            faults.add(new DialectFault(start, "this {ELSEIF} has no {IF}; write {IF} in its place"));
        } else if (innermost.inElse()) {
            faults.add(new DialectFault(start, "this {ELSEIF} comes after the {ELSE}; move it before the {ELSE}"));
        } else {
            // Before its condition is read: where that is asked, the key of the case before it is not meant.
            tree.endCase(false);
            readCondition(start, "ELSEIF", rest);
        }
    }

    private void readElse(int start, String rest) {
        DialectTreeBuilder.OpenConditional innermost = tree.open().peek();
        if (!rest.isEmpty()) {
            faults.add(new DialectFault(
                    start, "{ELSE} stands alone in its braces; with a condition, write {ELSEIF name}"));
        } else if (innermost == null) {
            faults.add(new DialectFault(start, "this {ELSE} has no {IF}"));
        } else if (innermost.inElse()) {
            faults.add(new DialectFault(start, "this {IF} has an {ELSE} already"));
        } else {
            tree.endCase(true);
        }
    }

    private void readEndIf(int start, String rest) {
        if (!rest.isEmpty()) {
            faults.add(new DialectFault(start, "{ENDIF} stands alone in its braces"));
        } else if (tree.open().isEmpty()) {
            faults.add(new DialectFault(start, "this {ENDIF} has no {IF}"));
        } else {
            tree.end();
        }
    }

    private void readSet(int start, String rest) {
        Matcher setting = SETTING.matcher(rest);
        if (setting.matches()) {
            tree.assignment(setting.group(1).toLowerCase(Locale.ROOT), unquoted(setting.group(2)));
        } else {
            faults.add(new DialectFault(start, "this {SET} does not parse; write {SET $variable=value}"));
        }
    }

    private void readCondition(int start, String word, String rest) {
        Matcher asked = CONDITION.matcher(rest);
        if (!asked.matches()) {
            String forms = "{" + word + " name}, {" + word + " name=V1,V2} or {" + word + " $variable=V}";
            faults.add(new DialectFault(start, "this {" + word + "} does not parse; write " + forms));
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
