package dev.lineman.template.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the dialect of placeholders and directives, the leftmost match first. Used once, by one thread.
 */
public final class Dialect {
    /** Deeper than anybody nests, and far from what the engine's stack takes. */
    private static final int DEEPEST = 250;

    private static final int MOST_FAULTS = 20;

    /** More pieces than any template has, and few enough for the tree of them to fit in memory. */
    private static final int MOST_PIECES = 150_000;

    private static final int LONGEST_BEGINNING = 8;

    private static final Pattern KEYWORD =
            Pattern.compile("\\{[ \\t]*(IF|ELSEIF|ELSE|ENDIF|SET)(?=[ \\t$}\\n]|\\z)", Pattern.CASE_INSENSITIVE);
    private static final String NAME = "[\\p{L}\\p{Nd}_.:-]+";
    private static final Pattern CONDITION = Pattern.compile("(\\$?)(" + NAME + ")[ \\t]*(?:=(.*))?");
    private static final Pattern SETTING = Pattern.compile("\\$(" + NAME + ")[ \\t]*=(.*)");
    private static final Pattern BLF = Pattern.compile("blf([1-9][0-9]{0,3})");

    private final String text;
    private final List<DialectNode> nodes = new ArrayList<>();
    private final Map<String, DialectNode.Reference> references = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final StringBuilder beginning = new StringBuilder();
    private int pieces;
    private int conditions;
    private int literal;
    private int lineStart;
    private int lineEnd = -1;

    private Dialect(String text) {
        this.text = text;
    }

    /** What is wrong with a directive, and where it begins. */
    public record Fault(int offset, String message) {}

    /** An {@code {IF}} whose {@code {ENDIF}} is still to come. */
    private static final class Open {
        final int offset;
        final List<DialectNode.Case> cases = new ArrayList<>();
        DialectNode.@Nullable Condition condition;
        List<DialectNode> body = new ArrayList<>();
        boolean otherwise;

        Open(int offset) {
            this.offset = offset;
        }

        /** Ends a case, and begins one without a condition. */
        void next() {
            cases.add(new DialectNode.Case(condition, body));
            condition = null;
            body = new ArrayList<>();
        }

        int key() {
            return condition == null ? 0 : condition.key();
        }
    }

    /** A content: placeholders and directives. */
    public static DialectTree content(String text) {
        Dialect dialect = new Dialect(text);
        dialect.readAll(true);
        dialect.literalTo(text.length());
        if (dialect.pieces > MOST_PIECES) {
            String message = "this has too many placeholders and directives; at most " + MOST_PIECES + " are possible";
            dialect.faults.add(new Fault(0, message));
        } else if (dialect.faults.isEmpty()) {
            dialect.open.stream()
                    .limit(MOST_FAULTS)
                    .forEach(left -> dialect.faults.add(new Fault(left.offset, "this {IF} has no {ENDIF}")));
        }
        return dialect.tree();
    }

    /** A file name: placeholders alone, braces are text, and white space around it is left out. */
    public static DialectTree name(String text) {
        Dialect dialect = new Dialect(text);
        dialect.literal = text.length() - text.stripLeading().length();
        dialect.readAll(false);
        dialect.literalTo(text.stripTrailing().length());
        return dialect.tree();
    }

    private DialectTree tree() {
        List<DialectNode> all = faults.isEmpty() ? nodes : List.of();
        return new DialectTree(text, all, references.size(), pieces, conditions, beginning.toString(), faults);
    }

    private void readAll(boolean directives) {
        Matcher keyword = KEYWORD.matcher(text);
        int brace = directives && keyword.find() ? keyword.start() : text.length();
        int percent = text.indexOf("%%");
        while (faults.size() < MOST_FAULTS && pieces <= MOST_PIECES && (percent >= 0 || brace < text.length())) {
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
        literalTo(start);
        add(new DialectNode.Placeholder(reference(text.substring(start + 2, nameEnd), key()), start));
        if (beginning.length() < LONGEST_BEGINNING) {
            beginning.append('%');
        }
        literal = nameEnd + 2;
        return literal;
    }

    private void literalTo(int end) {
        if (end > literal) {
            add(new DialectNode.Text(literal, end));
            int from = literal;
            while (beginning.isEmpty() && from < end && !Layout.isVisible(text.charAt(from))) {
                from++;
            }
            beginning.append(text, from, Math.min(end, from + LONGEST_BEGINNING - beginning.length()));
        }
    }

    private void add(DialectNode node) {
        pieces++;
        (open.isEmpty() ? nodes : open.peek().body).add(node);
    }

    private DialectNode.Reference reference(String written, int key) {
        String name = written.toLowerCase(Locale.ROOT);
        String own = key == 0 ? null : "blf" + key + '/' + name;
        return references.computeIfAbsent(
                own == null ? name : own, known -> new DialectNode.Reference(references.size(), name, own));
    }

    /** The key of the innermost condition {@code blfN} that holds here, or 0. */
    private int key() {
        for (Open enclosing : open) {
            if (enclosing.key() > 0) {
                return enclosing.key();
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
            case "ELSEIF" -> readElseIf(start, rest);
            case "ELSE" -> readElse(start, rest);
            case "ENDIF" -> readEndIf(start, rest);
            default -> readSet(start, rest);
        }
        return literal;
    }

    private void readIf(int start, String rest) {
        Open begun = new Open(start);
        if (open.size() >= DEEPEST) {
            faults.add(new Fault(start, "{IF} is nested more than " + DEEPEST + " deep"));
        } else {
            begun.condition = condition(start, "IF", rest);
        }
        pieces++;
        open.push(begun);
    }

    private void readElseIf(int start, String rest) {
        Open innermost = open.peek();
        if (innermost == null) {
            faults.add(new Fault(start, "this {ELSEIF} has no {IF}; write {IF} in its place"));
        } else if (innermost.otherwise) {
            faults.add(new Fault(start, "this {ELSEIF} comes after the {ELSE}; move it before the {ELSE}"));
        } else {
            // Where it is asked, the key of the case before it is not meant.
            innermost.next();
            innermost.condition = condition(start, "ELSEIF", rest);
            pieces++;
        }
    }

    private void readElse(int start, String rest) {
        Open innermost = open.peek();
        if (!rest.isEmpty()) {
            faults.add(new Fault(start, "{ELSE} stands alone in its braces; with a condition, write {ELSEIF name}"));
        } else if (innermost == null) {
            faults.add(new Fault(start, "this {ELSE} has no {IF}"));
        } else if (innermost.otherwise) {
            faults.add(new Fault(start, "this {IF} has an {ELSE} already"));
        } else {
            innermost.next();
            innermost.otherwise = true;
            pieces++;
        }
    }

    private void readEndIf(int start, String rest) {
        Open innermost = open.peek();
        if (!rest.isEmpty()) {
            faults.add(new Fault(start, "{ENDIF} stands alone in its braces"));
        } else if (innermost == null) {
            faults.add(new Fault(start, "this {ENDIF} has no {IF}"));
        } else {
            innermost.next();
            open.pop();
            add(new DialectNode.Conditional(innermost.cases));
        }
    }

    private void readSet(int start, String rest) {
        Matcher setting = SETTING.matcher(rest);
        if (setting.matches()) {
            add(new DialectNode.Assignment(setting.group(1).toLowerCase(Locale.ROOT), unquoted(setting.group(2))));
        } else {
            faults.add(new Fault(start, "this {SET} does not parse; write {SET $variable=value}"));
        }
    }

    /** What a directive asks; null, and a fault, when it does not parse. */
    private DialectNode.@Nullable Condition condition(int start, String word, String rest) {
        Matcher asked = CONDITION.matcher(rest);
        if (!asked.matches()) {
            String forms = "{" + word + " name}, {" + word + " name=V1,V2} or {" + word + " $variable=V}";
            faults.add(new Fault(start, "this {" + word + "} does not parse; write " + forms));
            return null;
        }
        conditions++;
        boolean variable = !asked.group(1).isEmpty();
        String name = asked.group(2).toLowerCase(Locale.ROOT);
        return new DialectNode.Condition(
                name,
                variable ? null : reference(name, key()),
                values(asked.group(3)),
                variable ? 0 : blfKey(name),
                start,
                word.equals("IF"));
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
