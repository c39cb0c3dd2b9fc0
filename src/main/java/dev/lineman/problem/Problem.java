package dev.lineman.problem;

import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A problem that an administrator can correct. Every stage of a cycle reports problems as values; commands, the
 * log and the status page print them. Immutable.
 *
 * <p>The order is by position, then by severity, then by message.
 *
 * @param severity whether an output is affected
 * @param at the place in the input that has to be changed
 * @param message one line: what is wrong, then what to do; never the value of a secret
 * @param expectedIn if something is missing: the paths of the input files that may contain it, the nearest first. A
 *     folder ends with {@code /}. If one of them cannot be read, this problem follows from that; see {@link
 *     ProblemFolding}
 * @param missing the value that a template reads and that is missing; null if something else is wrong
 * @param reach what the problem concerns and what follows from it; {@link ProblemReach#NONE} where the problem arises
 */
public record Problem(
        Severity severity,
        Position at,
        String message,
        List<String> expectedIn,
        @Nullable MissingValue missing,
        ProblemReach reach)
        implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER = Comparator.comparing(Problem::at)
            .thenComparing(Problem::severity)
            .thenComparing(Problem::message)
            .thenComparing(Problem::missing, Comparator.nullsFirst(Comparator.naturalOrder()));

    public Problem {
        expectedIn = List.copyOf(expectedIn);
    }

    /** Makes a problem that follows from no other. */
    public Problem(Severity severity, Position at, String message) {
        this(severity, at, message, List.of(), null, ProblemReach.NONE);
    }

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

    /**
     * Returns this problem with the files that may contain what is missing.
     *
     * @param paths the nearest first; a folder ends with {@code /}
     */
    public Problem expectedIn(List<String> paths) {
        return new Problem(severity, at, message, paths, missing, reach);
    }

    /**
     * Returns this problem at other places.
     *
     * @param place returns the other place of a place
     * @param newMessage the message with the other places
     */
    public Problem moved(UnaryOperator<Position> place, String newMessage) {
        return new Problem(severity, place.apply(at), newMessage, expectedIn, missing, reach.moved(place));
    }

    /** Returns this problem with the value that is missing. */
    public Problem with(MissingValue value) {
        return new Problem(severity, at, message, expectedIn, value, reach);
    }

    /** Returns this problem for people: with what it concerns and what follows from it. */
    public Problem with(ProblemReach newReach) {
        return new Problem(severity, at, message, expectedIn, missing, newReach);
    }

    /** The message, with what the problem concerns and what follows from it. */
    public String text() {
        MissingValue value = missing;
        ProblemReach shown = value != null && reach.equals(ProblemReach.NONE) ? ProblemReach.of(value) : reach;
        return message + shown.phrase();
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** The line that commands and the log print: {@code extensions.d/100.yaml:7:3: error: …}. */
    @Override
    public String toString() {
        return at + ": " + severity + ": " + text();
    }
}
