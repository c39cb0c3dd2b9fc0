package dev.lineman.problem;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePSet;

/**
 * An index of problems by subject, such as a phone, a site or a file name. A problem that several subjects share
 * is stored once and printed once with their names. Each stage of a cycle keeps one in its part of the state.
 * Immutable and persistent: an update costs what it changes.
 */
public final class ProblemIndex {
    /** A problem names at most this many subjects; the others are counted. */
    private static final int MAX_NAMED = 3;

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

    /** Returns all problems, each once, without the names of their subjects. */
    public Set<Problem> problems() {
        return byProblem.keySet();
    }

    /**
     * Adds the names of the subjects to a problem's message: the first three by name, the others as a number.
     * Adds nothing if the problem's file already shows the subject.
     *
     * @param problem a problem of this index
     * @param name gives the display name of a subject
     */
    public Problem withSubjectNames(Problem problem, UnaryOperator<String> name) {
        TreePSet<String> subjects = byProblem.getOrDefault(problem, TreePSet.empty());
        if (subjects.isEmpty()
                || problem.at().file().toLowerCase(Locale.ROOT).startsWith(subjects.first())
                || problem.at().file().equals(name.apply(subjects.first()))) {
            return problem;
        }
        List<String> named = subjects.stream().limit(MAX_NAMED).map(name).toList();
        int more = subjects.size() - named.size();
        String list = String.join(", ", named) + (more > 0 ? " and " + more + " more" : "");
        return new Problem(problem.severity(), problem.at(), problem.message() + " (for " + list + ')');
    }

    /** Adds the subjects to a problem's message by their keys. */
    public Problem withSubjectNames(Problem problem) {
        return withSubjectNames(problem, UnaryOperator.identity());
    }

    /** Returns all problems in order, each with its subjects by key. */
    public List<Problem> withSubjectNames() {
        List<Problem> all = new ArrayList<>();
        byProblem.keySet().forEach(problem -> all.add(withSubjectNames(problem)));
        Collections.sort(all);
        return all;
    }
}
