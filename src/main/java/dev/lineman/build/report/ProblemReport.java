package dev.lineman.build.report;

import dev.lineman.access.MacFinder;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.problem.Problem;
import dev.lineman.problem.ProblemFolding;
import dev.lineman.problem.ProblemGroup;
import dev.lineman.problem.ProblemIndex;
import dev.lineman.problem.ProblemReach;
import dev.lineman.problem.Severity;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The problems of a state for people: folded, with the names of the phones and sites that they concern. Commands, the
 * log and the status page show them. Immutable.
 */
public final class ProblemReport {
    /** A cause with consequences comes first: some readers show only the first problems. */
    public static final Comparator<Problem> ORDER = Comparator.comparing(
                    (Problem problem) -> !problem.reach().hasConsequences())
            .thenComparing(Comparator.naturalOrder());

    private final ProblemIndex problemIndex;
    private final List<ProblemGroup> groups;

    /** The targets that wait until an input file can be read, by the problem of that file. */
    private final Map<Problem, Set<String>> waiting = new HashMap<>();

    /**
     * Creates the report of a state.
     *
     * @param problems all problems of the state
     * @param snapshot the input files, with their problems
     * @param outputIndex the targets that wait for an input file
     * @param problemIndex the targets of a problem
     */
    public ProblemReport(
            Collection<Problem> problems, Snapshot snapshot, OutputIndex outputIndex, ProblemIndex problemIndex) {
        this.problemIndex = problemIndex;
        ProblemFolding folding = new ProblemFolding(snapshot.problems());
        this.groups = folding.fold(problems);
        for (String input : outputIndex.awaitedInputs()) {
            Problem cause = folding.causeAt(input);
            if (cause != null) {
                waiting.computeIfAbsent(cause, first -> new TreeSet<>()).addAll(outputIndex.waitingFor(input));
            }
        }
    }

    /** Returns all problems in the order in which people read them: causes with consequences first, then by place. */
    public List<Problem> problems() {
        return shown(groups.stream());
    }

    /**
     * Returns the problems that stand for some of the state's problems.
     *
     * @param some as the stages of the cycle reported them
     */
    public List<Problem> of(Collection<Problem> some) {
        Set<Problem> wanted = new HashSet<>(some);
        return shown(groups.stream()
                .filter(group -> wanted.contains(group.first())
                        || group.equal().stream().anyMatch(wanted::contains)
                        || group.consequences().stream().anyMatch(wanted::contains)));
    }

    private List<Problem> shown(Stream<ProblemGroup> some) {
        return some.map(this::describe).sorted(ORDER).toList();
    }

    /**
     * Returns the problems that are new since another state.
     *
     * @param shown the keys of the groups of that state
     * @param appeared the problems that this state has and that state has not
     */
    public List<Problem> since(Set<Problem> shown, Collection<Problem> appeared) {
        Set<Problem> some = new HashSet<>(appeared);
        groups.stream().filter(group -> !shown.contains(group.key())).forEach(group -> some.add(group.first()));
        return of(some);
    }

    /** Returns a key for each problem that is shown. A key stays the same while more phones get the same problem. */
    public Set<Problem> keys() {
        Set<Problem> keys = new LinkedHashSet<>();
        groups.forEach(group -> keys.add(group.key()));
        return keys;
    }

    /** Returns the problem that stands for a group. */
    private Problem describe(ProblemGroup group) {
        Set<String> targets = new TreeSet<>(waiting.getOrDefault(group.first(), Set.of()));
        // The places of equal problems say more than the names of their phones, which are counted then.
        boolean inMany = !group.alsoAt().isEmpty();
        Stream.concat(group.consequences().stream(), inMany ? members(group) : Stream.of())
                .filter(problem -> problem.severity() == Severity.BLOCKING)
                .forEach(problem -> targets.addAll(problemIndex.subjects(problem)));
        return group.first()
                .with(new ProblemReach(
                        inMany ? List.of() : subjects(group),
                        group.alsoAt(),
                        group.readAt(),
                        group.consequences().size(),
                        targets.stream().filter(MacFinder::isMac).toList(),
                        targets.stream()
                                .filter(TargetKey::isSite)
                                .map(TargetKey::shown)
                                .toList()));
    }

    /** Returns the equal problems of a group. */
    private static Stream<Problem> members(ProblemGroup group) {
        return Stream.concat(Stream.of(group.first()), group.equal().stream());
    }

    /** Returns the names of what a group concerns. Returns none if the place of the problem already shows it. */
    private List<String> subjects(ProblemGroup group) {
        SortedSet<String> subjects = new TreeSet<>();
        members(group).forEach(problem -> subjects.addAll(problemIndex.subjects(problem)));
        if (subjects.isEmpty()) {
            return List.of();
        }
        String file = group.first().at().file();
        boolean shown = file.toLowerCase(Locale.ROOT).startsWith(subjects.first())
                || file.equals(TargetKey.shown(subjects.first()));
        return shown ? List.of() : subjects.stream().map(TargetKey::shown).toList();
    }
}
