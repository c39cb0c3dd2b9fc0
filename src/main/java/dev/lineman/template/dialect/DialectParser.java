package dev.lineman.template.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the dialect of placeholders {@code %%name%%} and directives in braces. The leftmost match wins, and
 * all other text is literal.
 *
 * <p>The template reader uses it to find faults, and the renderer to compile a content. One instance for each
 * text, by one thread.
 */
public final class DialectParser {
    /**
     * Deepest nesting of {@code {IF}}. Templates need far less, and recursion over the tree must not overflow
     * the stack.
     */
    private static final int MAX_DEPTH = 250;

    /** Parsing stops after this many faults. */
    private static final int MAX_FAULTS = 20;

    /** A bound on the tree's memory, higher than any real template needs. */
    private static final int MAX_PIECES = 150_000;

    /** The beginning of a directive. A brace before any other word is literal text. */
    private static final Pattern KEYWORD =
            Pattern.compile("\\{[ \\t]*(IF|ELSEIF|ELSE|ENDIF|SET)(?=[ \\t$}\\n]|\\z)", Pattern.CASE_INSENSITIVE);

    private static final String NAME = "[\\p{L}\\p{Nd}_.:-]+";
    /** Groups: {@code $} or empty, name, values behind {@code =} or null. */
    private static final Pattern CONDITION = Pattern.compile("(\\$?)(" + NAME + ")[ \\t]*(?:=(.*))?");
    /** Groups: name and value. */
    private static final Pattern SETTING = Pattern.compile("\\$(" + NAME + ")[ \\t]*=(.*)");

    /** The name of a BLF key or a soft key, in lower case. */
    private static final Pattern KEY = Pattern.compile("(?:blf|softkey)[1-9][0-9]{0,3}");

    private final String text;
    private final DialectTreeBuilder tree;
    private final List<DialectFault> faults = new ArrayList<>();
    /** Where the literal text begins that is not yet in the tree. */
    private int literalStart;
    /** Start of the line of the last directive. */
    private int lineStart;
    /** End of that line, without its LF. */
    private int lineEnd = -1;

    private DialectParser(String text) {
        this.text = text;
        this.tree = new DialectTreeBuilder(text);
    }

    /**
     * An error in a directive.
     *
     * @param offset of the directive's brace, in UTF-16 units
     * @param message what is wrong and what to write instead
     */
    public record DialectFault(int offset, String message) {}

    /** Parses a content: placeholders and directives. The result has faults instead of an exception. */
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

    /**
     * Parses a file name or a part of a key type: only placeholders. Braces are text, and surrounding white
     * space is removed.
     */
    public static DialectTree parseFileName(String text) {
        DialectParser dialect = new DialectParser(text);
        dialect.literalStart = text.length() - text.stripLeading().length();
        dialect.readAll(false);
        dialect.tree.text(dialect.literalStart, text.stripTrailing().length());
        return dialect.tree.build(dialect.faults);
    }

    /** Visits placeholders and directives in the order of the text. */
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

    /** Reads a placeholder if there is one at {@code start}. Returns the offset at which to continue. */
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

    /**
     * Reads a directive and returns the offset at which to continue. A directive alone on its line removes the
     * whole line.
     */
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
            // End the case first: the condition of {ELSEIF} must not see the key of the case before it.
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
        Matcher condition = CONDITION.matcher(rest);
        if (!condition.matches()) {
            String forms = "{" + word + " name}, {" + word + " name=V1,V2} or {" + word + " $variable=V}";
            faults.add(new DialectFault(start, "this {" + word + "} does not parse; write " + forms));
            return;
        }
        boolean variable = !condition.group(1).isEmpty();
        String name = condition.group(2).toLowerCase(Locale.ROOT);
        tree.condition(new DialectNode.DialectCondition(
                name,
                variable ? null : tree.reference(name),
                values(condition.group(3)),
                variable || !KEY.matcher(name).matches() ? "" : name,
                start,
                word.equals("IF")));
    }

    /** The values behind {@code =}, separated by commas; empty if there is no {@code =}. */
    private static List<String> values(@Nullable String list) {
        List<String> values = new ArrayList<>();
        if (list != null) {
            for (String value : list.split(",", -1)) {
                values.add(unquoted(value));
            }
        }
        return values;
    }

    /** A value without surrounding white space and one pair of double quotes. */
    private static String unquoted(String value) {
        String bare = value.strip();
        boolean quoted = bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"");
        return quoted ? bare.substring(1, bare.length() - 1) : bare;
    }

    /** Moves to the line of an offset. Each line is searched once, however many directives it has. */
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

    /** Offset of the first character after a placeholder's name: letters, digits and {@code _.:-}. */
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
