package dev.lineman.problem;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePSet;

/**
 * An index of problems by subject, such as a phone, a site or a file name. A problem that several subjects share
 * is stored once and shown once. Each stage of a cycle keeps one in its part of the state.
 * Immutable and persistent: an update costs what it changes.
 */
public final class ProblemIndex {
    private static final ProblemIndex NONE = new ProblemIndex(HashTreePMap.empty(), HashTreePMap.empty());

    private final PMap<String, List<Problem>> bySubject;
    /** The subjects of each problem. Always the inverse of {@link #bySubject}. */
    private final PMap<Problem, TreePSet<String>> byProblem;

    private ProblemIndex(PMap<String, List<Problem>> bySubject, PMap<Problem, TreePSet<String>> byProblem) {
        this.bySubject = bySubject;
        this.byProblem = byProblem;
    }

    /** The index without problems. */
    public static ProblemIndex empty() {
        return NONE;
    }

    /**
     * Returns this index with the problems of one subject replaced.
     *
     * @param subject the key of the subject, such as a MAC
     * @param problems all problems that the subject has now; empty removes the subject
     */
    public ProblemIndex with(String subject, List<Problem> problems) {
        List<Problem> before = bySubject.getOrDefault(subject, List.of());
        if (before.equals(problems)) {
            return this;
        }
        // Remove the old problems first: a problem that is in both lists is added again below.
        PMap<Problem, TreePSet<String>> index = byProblem;
        for (Problem problem : before) {
            TreePSet<String> rest =
                    index.getOrDefault(problem, TreePSet.empty()).minus(subject);
            index = rest.isEmpty() ? index.minus(problem) : index.plus(problem, rest);
        }
        for (Problem problem : problems) {
            index = index.plus(
                    problem, index.getOrDefault(problem, TreePSet.empty()).plus(subject));
        }
        return new ProblemIndex(
                problems.isEmpty() ? bySubject.minus(subject) : bySubject.plus(subject, List.copyOf(problems)), index);
    }

    /** Returns the problems of one subject, empty when it has none. */
    public List<Problem> of(String subject) {
        return bySubject.getOrDefault(subject, List.of());
    }

    /** Returns the subjects that have at least one problem. */
    public Set<String> subjects() {
        return bySubject.keySet();
    }

    /** Returns the subjects of the problems that are at a place in one of some files, or name such a place. */
    public Set<String> subjectsNaming(Set<String> files) {
        Set<String> subjects = new HashSet<>();
        byProblem.forEach((problem, all) -> {
            if (files.stream()
                    .anyMatch(file -> problem.at().file().equals(file)
                            || problem.message().contains(file + ':'))) {
                subjects.addAll(all);
            }
        });
        return subjects;
    }

    /** Returns all problems, each once. */
    public Set<Problem> problems() {
        return byProblem.keySet();
    }

    /** Returns the subjects that have a problem, sorted; empty if it is none of this index. */
    public SortedSet<String> subjects(Problem problem) {
        return byProblem.getOrDefault(problem, TreePSet.empty());
    }
}
