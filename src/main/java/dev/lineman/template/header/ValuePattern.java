package dev.lineman.template.header;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A pattern for whole values: a regular expression with characters, {@code .}, classes such as {@code [0-9a-f]}, {@code
 * \d} and {@code \w}, groups, {@code |}, and the repetitions {@code *}, {@code +}, {@code ?}, {@code {2}} and {@code
 * {2,4}}. Immutable and thread-safe.
 *
 * <p>Templates are untrusted. So a match follows all alternatives at the same time (K. Thompson, "Regular Expression
 * Search Algorithm", 1968): it takes time in proportion to the value and the pattern.
 */
public final class ValuePattern {
    /** More steps than any useful pattern has. */
    private static final int MAX_STEPS = 2000;

    private static final int MAX_NESTING = 20;

    private final String text;
    private final List<Step> steps;

    private ValuePattern(String text, List<Step> steps) {
        this.text = text;
        this.steps = List.copyOf(steps);
    }

    /**
     * One step: it either takes a character, or goes on at one or two other steps without one.
     *
     * @param accepts the characters to take; null if it takes none
     * @param next the index of the next step
     * @param other the index of a second next step; -1 if there is none
     */
    private record Step(@Nullable IntPredicate accepts, int next, int other) {}

    /** Compiles a pattern; null if it does not parse or is too large. */
    public static @Nullable ValuePattern of(String text) {
        try {
            PatternParser parser = new PatternParser(text);
            parser.alternatives(0);
            return parser.at == text.length() ? new ValuePattern(text, parser.steps) : null;
        } catch (InvalidPatternException e) {
            return null;
        }
    }

    /** Whether the whole value matches. */
    public boolean matches(String value) {
        BitSet reached = new BitSet();
        follow(0, reached);
        for (int i = 0; i < value.length() && !reached.isEmpty(); i++) {
            BitSet next = new BitSet();
            for (int step = reached.nextSetBit(0); step >= 0; step = reached.nextSetBit(step + 1)) {
                IntPredicate accepts =
                        step == steps.size() ? null : steps.get(step).accepts();
                if (accepts != null && accepts.test(value.charAt(i))) {
                    follow(steps.get(step).next(), next);
                }
            }
            reached = next;
        }
        return reached.get(steps.size());
    }

    /** Adds a step, and all that can be reached from it without a character. The end is the step after the last one. */
    private void follow(int first, BitSet reached) {
        List<Integer> pending = new ArrayList<>(List.of(first));
        while (!pending.isEmpty()) {
            int step = pending.remove(pending.size() - 1);
            if (!reached.get(step)) {
                reached.set(step);
                if (step < steps.size() && steps.get(step).accepts() == null) {
                    pending.add(steps.get(step).next());
                    if (steps.get(step).other() >= 0) {
                        pending.add(steps.get(step).other());
                    }
                }
            }
        }
    }

    /** The pattern as the template writes it. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ValuePattern pattern && text.equals(pattern.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text is no pattern. */
    private static final class InvalidPatternException extends RuntimeException {
        InvalidPatternException() {
            super("", null, false, false);
        }
    }

    /** Reads a pattern from left to right and appends its steps. */
    private static final class PatternParser {
        private final String text;
        private final List<Step> steps = new ArrayList<>();
        private int at;

        PatternParser(String text) {
            this.text = text;
        }

        private boolean isNext(char c) {
            return at < text.length() && text.charAt(at) == c;
        }

        private char take() {
            if (at == text.length()) {
                throw new InvalidPatternException();
            }
            return text.charAt(at++);
        }

        private void append(Step step) {
            if (steps.size() >= MAX_STEPS) {
                throw new InvalidPatternException();
            }
            steps.add(step);
        }

        /** Appends steps that are tried at the same time, separated by {@code |}. */
        void alternatives(int depth) {
            if (depth > MAX_NESTING) {
                throw new InvalidPatternException();
            }
            int from = steps.size();
            sequence(depth);
            while (isNext('|')) {
                at++;
                List<Step> before = cut(from);
                // A fork, the alternatives so far, a jump over the next one, and the next one.
                append(new Step(null, from + 1, from + 2 + before.size()));
                paste(before, 1);
                int jump = steps.size();
                append(new Step(null, 0, -1));
                sequence(depth);
                steps.set(jump, new Step(null, steps.size(), -1));
            }
        }

        private void sequence(int depth) {
            while (at < text.length() && !isNext('|') && !isNext(')')) {
                int from = steps.size();
                char c = take();
                if (c == '(') {
                    if (isNext('?')) {
                        throw new InvalidPatternException();
                    }
                    alternatives(depth + 1);
                    if (take() != ')') {
                        throw new InvalidPatternException();
                    }
                } else {
                    append(new Step(characters(c), from + 1, -1));
                }
                repetition(from);
            }
        }

        /** Repeats the steps from an index on, if a repetition follows. */
        private void repetition(int from) {
            if (at == text.length() || "*+?{".indexOf(text.charAt(at)) < 0) {
                return;
            }
            int least = 0;
            int most = -1;
            switch (take()) {
                case '+' -> least = 1;
                case '?' -> most = 1;
                case '{' -> {
                    least = number();
                    if (isNext(',')) {
                        at++;
                        most = isNext('}') ? -1 : number();
                    } else {
                        most = least;
                    }
                    if (take() != '}') {
                        throw new InvalidPatternException();
                    }
                }
                default -> {}
            }
            boolean repeatedTwice = at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0;
            if (repeatedTwice || (most >= 0 && most < least)) {
                throw new InvalidPatternException();
            }
            repeat(cut(from), from, least, most);
        }

        /**
         * Appends copies of steps.
         *
         * @param from the index where the steps began
         * @param most -1 for any number
         */
        private void repeat(List<Step> once, int from, int least, int most) {
            for (int i = 0; i < least; i++) {
                paste(once, steps.size() - from);
            }
            if (most < 0) {
                int fork = steps.size();
                append(new Step(null, fork + 1, fork + 2 + once.size()));
                paste(once, fork + 1 - from);
                append(new Step(null, fork, -1));
            }
            for (int i = least; i < most; i++) {
                int fork = steps.size();
                append(new Step(null, fork + 1, fork + 1 + once.size()));
                paste(once, fork + 1 - from);
            }
        }

        private List<Step> cut(int from) {
            List<Step> tail = steps.subList(from, steps.size());
            List<Step> copy = List.copyOf(tail);
            tail.clear();
            return copy;
        }

        /** Appends steps with their jumps moved. */
        private void paste(List<Step> copied, int by) {
            for (Step step : copied) {
                append(new Step(step.accepts(), step.next() + by, step.other() < 0 ? -1 : step.other() + by));
            }
        }

        private int number() {
            int from = at;
            while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0 && at - from < 4) {
                at++;
            }
            if (at == from) {
                throw new InvalidPatternException();
            }
            return Integer.parseInt(text.substring(from, at));
        }

        /** The characters that one character of the pattern stands for. */
        private IntPredicate characters(char c) {
            return switch (c) {
                case '.' -> any -> true;
                case '[' -> characterClass();
                case '\\' -> escaped(take());
                case '*', '+', '?', '{', '}', ']', '^', '$' -> throw new InvalidPatternException();
                default -> same -> same == c;
            };
        }

        private static IntPredicate escaped(char c) {
            return switch (c) {
                case 'd' -> digit -> digit >= '0' && digit <= '9';
                case 'w' -> word -> word == '_' || (word < 128 && Character.isLetterOrDigit(word));
                default -> {
                    if (Character.isLetterOrDigit(c)) {
                        throw new InvalidPatternException();
                    }
                    yield same -> same == c;
                }
            };
        }

        private IntPredicate characterClass() {
            boolean not = isNext('^');
            at += not ? 1 : 0;
            IntPredicate all = none -> false;
            do {
                char from = take();
                if (from == '\\') {
                    all = all.or(escaped(take()));
                } else if (isNext('-') && at + 1 < text.length() && text.charAt(at + 1) != ']') {
                    at++;
                    char to = take();
                    all = all.or(range -> range >= from && range <= to);
                } else {
                    all = all.or(same -> same == from);
                }
            } while (!isNext(']'));
            at++;
            return not ? all.negate() : all;
        }
    }
}
