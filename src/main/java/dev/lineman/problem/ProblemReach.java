package dev.lineman.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How far a problem reaches: what it concerns, where else it is, and what follows from it. {@code
 * dev.lineman.build.report.ProblemReport} adds it to a problem. Immutable.
 *
 * @param subjects the names of the phones, sites and files that the problem concerns; empty if its place shows them
 * @param alsoAt the other places with the same problem
 * @param readAt the places in templates that read a missing value
 * @param follows the number of problems that follow from this one and are not shown
 * @param phones the MACs of the phones that get no new files because of these problems
 * @param files the names of other targets that are not made because of these problems
 */
public record ProblemReach(
        List<String> subjects,
        List<Position> alsoAt,
        List<Position> readAt,
        int follows,
        List<String> phones,
        List<String> files) {
    /** The reach of a problem that is not prepared for people. */
    public static final ProblemReach NONE = new ProblemReach(List.of(), List.of(), List.of(), 0, List.of(), List.of());

    /** A text has at most this many names of each kind; the others are counted. */
    private static final int MAX_NAMED = 3;

    public ProblemReach {
        subjects = List.copyOf(subjects);
        alsoAt = List.copyOf(alsoAt);
        readAt = List.copyOf(readAt);
        phones = List.copyOf(phones);
        files = List.copyOf(files);
    }

    /** The reach of a missing value that is shown alone. */
    static ProblemReach of(MissingValue missing) {
        return new ProblemReach(List.of(), List.of(), List.of(missing.readAt()), 0, List.of(), List.of());
    }

    /** Returns this reach with other places of the problem. */
    ProblemReach moved(UnaryOperator<Position> place) {
        return new ProblemReach(subjects, alsoAt.stream().map(place).toList(), readAt, follows, phones, files);
    }

    /** Whether other problems follow, or phones or files wait. */
    public boolean hasConsequences() {
        return follows > 0 || !phones.isEmpty() || !files.isEmpty();
    }

    /**
     * Returns the text that follows a message, such as {@code  (for 000413246672)} or {@code  (and therefore 300 phones
     * keep their last good files)}. Empty if there is nothing to say.
     */
    String phrase() {
        List<String> parts = new ArrayList<>();
        if (!readAt.isEmpty()) {
            int more = readAt.size() - 1;
            parts.add(readAt.get(0) + (more == 0 ? " reads it" : " and " + more + " more read it"));
        }
        if (!alsoAt.isEmpty()) {
            int more = alsoAt.size() - MAX_NAMED;
            parts.add("also at " + names(alsoAt) + (more > 0 ? more == 1 ? " place" : " places" : ""));
        } else if (!subjects.isEmpty()) {
            parts.add("for " + names(subjects));
        }
        List<String> effects = new ArrayList<>();
        if (!phones.isEmpty()) {
            effects.add(
                    phones.size() == 1
                            ? "1 phone keeps its last good files"
                            : phones.size() + " phones keep their last good files");
        }
        if (!files.isEmpty()) {
            effects.add(
                    files.size() == 1 ? "1 site file stays as it is" : files.size() + " site files stay as they are");
        }
        if (!effects.isEmpty()) {
            parts.add("and therefore " + String.join(", and ", effects));
        } else if (follows > 0) {
            parts.add(follows == 1 ? "1 more problem follows from it" : follows + " more problems follow from it");
        }
        return parts.isEmpty() ? "" : " (" + String.join("; ", parts) + ')';
    }

    /** The first names, and the number of the others. */
    private static String names(List<?> all) {
        String named = String.join(
                ", ", all.stream().limit(MAX_NAMED).map(Object::toString).toList());
        int more = all.size() - MAX_NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }
}
