package dev.lineman.problem;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Problems that are shown as one. Immutable.
 *
 * @param first the cause, or the first one of equal problems
 * @param equal the other problems with the same message: at other places, or of other templates
 * @param consequences the problems that follow from the first one
 */
public record ProblemGroup(Problem first, List<Problem> equal, List<Problem> consequences) {
    /** The place in the key of equal problems. */
    private static final Position ANYWHERE = Position.of("");

    public ProblemGroup {
        equal = List.copyOf(equal);
        consequences = List.copyOf(consequences);
    }

    /** Returns what stays the same while the group gets more or fewer members. */
    public Problem key() {
        return new Problem(first.severity(), alsoAt().isEmpty() ? first.at() : ANYWHERE, first.message());
    }

    /** Returns the other places of the problem. */
    public List<Position> alsoAt() {
        return equal.stream()
                .map(Problem::at)
                .filter(at -> !at.equals(first.at()))
                .distinct()
                .toList();
    }

    /** Returns the places in templates that read the missing value. */
    public List<Position> readAt() {
        return Stream.concat(Stream.of(first), equal.stream())
                .map(Problem::missing)
                .filter(Objects::nonNull)
                .map(MissingValue::readAt)
                .distinct()
                .sorted()
                .toList();
    }
}
