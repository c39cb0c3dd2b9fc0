package dev.lineman.problem;

import java.util.Comparator;

/**
 * Something an administrator should mend: where it is, and what to do. The message is one line and never holds
 * the value of a secret.
 */
public record Problem(Severity severity, Position at, String message) implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::at).thenComparing(Problem::severity).thenComparing(Problem::message);

    /** An error at a place. */
    public static Problem error(Position at, String message) {
        return new Problem(Severity.ERROR, at, message);
    }

    /** A warning at a place. */
    public static Problem warning(Position at, String message) {
        return new Problem(Severity.WARNING, at, message);
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** {@code extensions.d/100.yaml:7:3: error: …}. */
    @Override
    public String toString() {
        return at + ": " + severity + ": " + message;
    }
}
