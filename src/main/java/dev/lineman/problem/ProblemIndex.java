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
 * Which subjects (phones, sites, names) have which problems. A problem that many share is one, with a count.
 * Immutable and persistent.
 */
public final class ProblemIndex {
    private static final int MAX_NAMED = 3;
    private static final ProblemIndex NONE = new ProblemIndex(HashTreePMap.empty(), HashTreePMap.empty());

    private final PMap<String, List<Problem>> bySubject;
    private final PMap<Problem, TreePSet<String>> byProblem;

    private ProblemIndex(PMap<String, List<Problem>> bySubject, PMap<Problem, TreePSet<String>> byProblem) {
        this.bySubject = bySubject;
        this.byProblem = byProblem;
    }

    public static ProblemIndex empty() {
        return NONE;
    }

    /** These findings when a subject has just these problems. */
    public ProblemIndex with(String subject, List<Problem> problems) {
        List<Problem> before = bySubject.getOrDefault(subject, List.of());
        if (before.equals(problems)) {
            return this;
        }
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

    /** The problems of one subject. */
    public List<Problem> of(String subject) {
        return bySubject.getOrDefault(subject, List.of());
    }

    /** The subjects that have any problem. */
    public Set<String> subjects() {
        return bySubject.keySet();
    }

    /** All problems, each once, without their subjects. */
    public Set<Problem> problems() {
        return byProblem.keySet();
    }

    /**
     * A problem with those it concerns named behind it, unless it stands there anyway: some by name, others counted.
     *
     * @param name a subject as people know it
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

    /** A problem with those it concerns named behind it as they are known here. */
    public Problem withSubjectNames(Problem problem) {
        return withSubjectNames(problem, UnaryOperator.identity());
    }

    /** All problems in order, each with those it concerns. */
    public List<Problem> withSubjectNames() {
        List<Problem> all = new ArrayList<>();
        byProblem.keySet().forEach(problem -> all.add(withSubjectNames(problem)));
        Collections.sort(all);
        return all;
    }
}
