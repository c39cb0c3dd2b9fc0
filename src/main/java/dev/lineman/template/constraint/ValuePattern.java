package dev.lineman.template.constraint;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression for whole values, in the syntax of RE2. Immutable and thread-safe.
 *
 * <p>Templates are untrusted. So RE2/J matches: it takes time in proportion to the value and the pattern. The size of a
 * pattern is limited before and after it is compiled, because nested repetitions multiply.
 */
public final class ValuePattern {
    /** More instructions than any useful pattern has. */
    private static final int MAX_INSTRUCTIONS = 2000;

    /** The most characters of a pattern with its repetitions written out: a bound on the work of the compiler. */
    private static final long MAX_EXPANDED_LENGTH = 100_000;

    private static final int MAX_LENGTH = 1000;

    /** A character class, an escaped character, a repetition such as {@code {2,4}}, or any other character. */
    private static final java.util.regex.Pattern TOKEN = java.util.regex.Pattern.compile(
            "\\[\\^?\\]?(?:[^\\]\\\\]|\\\\.)*\\]|\\\\.|\\{(\\d{1,4})(?:,(\\d{0,4}))?\\}|.",
            java.util.regex.Pattern.DOTALL);

    private final Pattern compiled;

    private ValuePattern(Pattern compiled) {
        this.compiled = compiled;
    }

    /** Compiles a pattern; null if it does not parse or is too large. */
    public static @Nullable ValuePattern of(String text) {
        if (text.length() > MAX_LENGTH || expandedLength(text) > MAX_EXPANDED_LENGTH) {
            return null;
        }
        try {
            Pattern compiled = Pattern.compile(text, Pattern.DOTALL);
            return compiled.programSize() <= MAX_INSTRUCTIONS ? new ValuePattern(compiled) : null;
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    /** Why {@link #of} refuses a text, for the author of a template. */
    public static String objection(String text) {
        return "'" + text + "' is not a pattern, or is too large; write one such as [0-9*#]+ or (on|off) (see"
                + " templates.md)";
    }

    /** The length of a pattern with its repetitions written out. A class counts as one character. */
    private static double expandedLength(String text) {
        Deque<Double> outer = new ArrayDeque<>();
        double length = 0;
        double last = 0;
        for (MatchResult token : TOKEN.matcher(text).results().toList()) {
            if (token.group(1) != null) {
                length += last * (count(token) - 1);
                last *= count(token);
            } else if (token.group().equals("(")) {
                outer.push(length);
                length = 0;
            } else if (token.group().equals(")") && !outer.isEmpty()) {
                last = length + 1;
                length = outer.pop() + last;
            } else {
                last = 1;
                length++;
            }
        }
        return length;
    }

    private static int count(MatchResult repetition) {
        String most = repetition.group(2);
        return Math.max(1, Integer.parseInt(most == null || most.isEmpty() ? repetition.group(1) : most));
    }

    /** Whether the whole value matches. */
    public boolean matches(String value) {
        return compiled.matches(value);
    }

    /** The pattern as the template writes it. */
    @Override
    public String toString() {
        return compiled.pattern();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ValuePattern pattern && toString().equals(pattern.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
