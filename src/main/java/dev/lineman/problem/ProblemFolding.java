package dev.lineman.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Folds problems for people: a cause comes with its consequences, and the same problem in many files is shown once.
 *
 * <p>A problem is a consequence if something is missing that may be in an input file which cannot be read; see {@link
 * Problem#expectedIn}. Nothing else links a cause to a consequence, and no text is examined. Immutable.
 */
public final class ProblemFolding {
    /** The same problem in at most this many files is shown for each of them. */
    private static final int MAX_SEPARATE = 5;

    /** For each input file or folder that cannot be read, its first problem. */
    private final TreeMap<String, Problem> causes = new TreeMap<>();

    /** The problems with equal messages. */
    private record SameMessage(Severity severity, String message) {}

    /**
     * Creates the folding for one state of the inputs.
     *
     * @param ofInputs the problems of input files and folders. The blocking ones are causes
     */
    public ProblemFolding(Collection<Problem> ofInputs) {
        for (Problem problem : ofInputs) {
            if (problem.severity() == Severity.BLOCKING) {
                causes.merge(problem.at().file(), problem, (one, other) -> one.compareTo(other) <= 0 ? one : other);
            }
        }
    }

    /** Returns the problem that another one follows from; null if it follows from none. */
    private @Nullable Problem causeOf(Problem problem) {
        for (String path : problem.expectedIn()) {
            Problem cause = causeAt(path);
            if (cause != null) {
                return cause;
            }
        }
        return null;
    }

    /**
     * Returns why an input file cannot be read; null if it can.
     *
     * @param path a file, or a folder with {@code /} at its end. A folder cannot be read if something in it cannot
     */
    public @Nullable Problem causeAt(String path) {
        if (causes.isEmpty()) {
            return null;
        }
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            Problem cause = causes.get(path.substring(0, end));
            if (cause != null) {
                return cause;
            }
        }
        Map.Entry<String, Problem> within = path.endsWith("/") ? causes.ceilingEntry(path) : null;
        return within != null && within.getKey().startsWith(path) ? within.getValue() : null;
    }

    /**
     * Returns the problems without those that follow from another one. Each cause takes the place of its first
     * consequence.
     */
    public List<Problem> causes(Collection<Problem> problems) {
        return problems.stream().map(this::rootOf).distinct().toList();
    }

    /** Returns the problem that another one follows from, or else that one itself. */
    public Problem rootOf(Problem problem) {
        Problem cause = causeOf(problem);
        return cause == null ? problem : cause;
    }

    /** Folds problems. The groups are in the order of their places. */
    public List<ProblemGroup> fold(Collection<Problem> problems) {
        Map<Problem, List<Problem>> consequences = new HashMap<>();
        Set<Problem> others = new TreeSet<>();
        for (Problem problem : problems) {
            Problem cause = causeOf(problem);
            if (cause == null) {
                others.add(problem);
            } else {
                consequences.computeIfAbsent(cause, first -> new ArrayList<>()).add(problem);
            }
        }
        others.addAll(consequences.keySet());
        Map<SameMessage, List<Problem>> equal = new LinkedHashMap<>();
        List<ProblemGroup> groups = new ArrayList<>();
        for (Problem problem : others) {
            List<Problem> ofProblem = consequences.get(problem);
            if (ofProblem != null) {
                Collections.sort(ofProblem);
                groups.add(new ProblemGroup(problem, List.of(), ofProblem));
            } else {
                equal.computeIfAbsent(
                                new SameMessage(problem.severity(), problem.message()), first -> new ArrayList<>())
                        .add(problem);
            }
        }
        equal.values().forEach(same -> addEqual(same, groups));
        groups.sort(Comparator.comparing(ProblemGroup::first));
        return groups;
    }

    /**
     * Whether equal problems have one reason: a thing that is missing everywhere, or a value without effect. Other
     * blocking problems are faults of their files, each to be corrected for itself.
     */
    private static boolean isShared(Problem problem) {
        return problem.severity() != Severity.BLOCKING || !problem.expectedIn().isEmpty();
    }

    /** Adds one group for equal problems in many files, or else a group for each place. */
    private static void addEqual(List<Problem> same, List<ProblemGroup> groups) {
        long files =
                same.stream().map(problem -> problem.at().file()).distinct().count();
        if (files > MAX_SEPARATE && isShared(same.get(0))) {
            groups.add(new ProblemGroup(same.get(0), same.subList(1, same.size()), List.of()));
            return;
        }
        int begin = 0;
        for (int i = 1; i <= same.size(); i++) {
            if (i == same.size() || !same.get(i).at().equals(same.get(begin).at())) {
                groups.add(new ProblemGroup(same.get(begin), same.subList(begin + 1, i), List.of()));
                begin = i;
            }
        }
    }
}
