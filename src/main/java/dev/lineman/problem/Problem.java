package dev.lineman.problem;

import java.util.Comparator;

/**
 * A problem that an administrator can correct. Every stage of a cycle reports problems as values; commands, the
 * log and the status page print them. Immutable.
 *
 * <p>The order is by position, then by severity, then by message.
 *
 * @param severity whether an output is affected
 * @param at the place in the input that has to be changed
 * @param message one line: what is wrong, then what to do; never the value of a secret
 */
public record Problem(Severity severity, Position at, String message) implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::at).thenComparing(Problem::severity).thenComparing(Problem::message);

    /** Makes a blocking error: what it is about is not applied. */
    public static Problem blocking(Position at, String message) {
        return new Problem(Severity.BLOCKING, at, message);
    }

    /** Makes an error: the output is made without the value at this position. The message says what happens instead. */
    public static Problem error(Position at, String message) {
        return new Problem(Severity.ERROR, at, message);
    }

    /** Makes a warning. */
    public static Problem warning(Position at, String message) {
        return new Problem(Severity.WARNING, at, message);
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** The line that commands and the log print: {@code extensions.d/100.yaml:7:3: error: …}. */
    @Override
    public String toString() {
        return at + ": " + severity + ": " + message;
    }
}
