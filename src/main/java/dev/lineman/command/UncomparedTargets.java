package dev.lineman.command;

import dev.lineman.access.MacFinder;
import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.State;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.AccessPolicy;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.report.CountPhrase;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.ProblemFolding;
import dev.lineman.problem.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code plan} could not compare, and why: targets that keep or lack their files because of an error, and input
 * files that cannot be read. Without them, a summary of no changes would hide what is unknown. Immutable.
 *
 * @param count the number of targets and input files
 * @param lines a line for each reason
 */
public record UncomparedTargets(int count, List<String> lines) {
    /** The other reasons are counted. */
    private static final int MAX_REASONS = 10;

    public UncomparedTargets {
        lines = List.copyOf(lines);
    }

    /**
     * Finds what could not be compared.
     *
     * @param before the state that the comparison starts from; a target that only this state could not make has a
     *     reason too, because all its files look new
     * @param now the state after the cycle
     */
    static UncomparedTargets of(State before, State now) {
        SortedMap<String, Problem> reasons = reasons(now);
        SortedMap<String, Problem> earlier = reasons(before);
        earlier.keySet().removeAll(reasons.keySet());
        List<String> lines = new ArrayList<>(describe(reasons, ""));
        lines.addAll(describe(earlier, "the commit, at "));
        return new UncomparedTargets(reasons.size() + earlier.size(), lines);
    }

    /** Returns the first reason of each target or input file that a state could not make or read, by key. */
    private static SortedMap<String, Problem> reasons(State state) {
        SortedMap<String, Problem> reasons = new TreeMap<>();
        for (String subject : state.problemIndex().subjects()) {
            Problem error = firstError(state.problemIndex().of(subject));
            if (error != null && !AccessPolicy.isSubject(subject)) {
                reasons.put(subject, error);
            }
        }
        Problem fleet = firstError(state.problemIndex().of(AccessPolicy.FLEET));
        for (String key : state.pending().targets(PendingReason.UNAVAILABLE)) {
            Problem access = TargetKey.isSite(key)
                    ? firstError(state.problemIndex().of(AccessPolicy.subject(TargetKey.site(key))))
                    : fleet;
            reasons.putIfAbsent(
                    key,
                    access == null
                            ? Problem.blocking(Position.of(TargetKey.shown(key)), "cannot be made now")
                            : access);
        }
        addContested(state, reasons);
        ProblemFolding folding = new ProblemFolding(state.snapshot().problems());
        reasons.replaceAll((key, reason) -> folding.rootOf(reason));
        addUnread(state, reasons);
        return reasons;
    }

    /** Adds the site files of sites with extensions that contradict each other. */
    private static void addContested(State state, Map<String, Problem> reasons) {
        Problem conflict = firstError(state.inputs().inventory().conflicts());
        for (BuildTarget target :
                conflict == null ? List.<BuildTarget>of() : state.outputIndex().targets()) {
            if (TargetKey.isSite(target.key()) && state.inputs().inventory().contested(TargetKey.site(target.key()))) {
                reasons.putIfAbsent(target.key(), conflict);
            }
        }
    }

    /** Adds the targets that come from input files which cannot be read; without such a target, the input file. */
    private static void addUnread(State state, Map<String, Problem> reasons) {
        Map<String, Problem> unread = new HashMap<>();
        for (Problem problem : state.snapshot().problems()) {
            if (problem.severity() == Severity.BLOCKING
                    && isUnread(state.snapshot(), problem.at().file())) {
                unread.putIfAbsent(problem.at().file(), problem);
            }
        }
        if (unread.isEmpty()) {
            return;
        }
        Map<String, Problem> unused = new HashMap<>(unread);
        for (BuildTarget target : state.outputIndex().targets()) {
            for (String source : target.sourceFiles()) {
                for (String path = source;
                        !path.isEmpty();
                        path = path.substring(0, Math.max(0, path.lastIndexOf('/')))) {
                    Problem problem = unread.get(path);
                    if (problem != null) {
                        reasons.putIfAbsent(target.key(), problem);
                        unused.remove(path);
                    }
                }
            }
        }
        // An input that is the reason of a target counts with that target.
        unused.values().removeAll(reasons.values());
        unused.forEach(reasons::putIfAbsent);
    }

    /** Whether the snapshot has no current content of a file or folder. */
    private static boolean isUnread(Snapshot snapshot, String path) {
        Snapshot.SnapshotEntry entry = snapshot.entry(path);
        return entry == null || entry.broken() || snapshot.blocked().contains(path);
    }

    private static @Nullable Problem firstError(Collection<Problem> problems) {
        return problems.stream()
                .filter(problem -> problem.severity() == Severity.BLOCKING)
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns a line for each reason, with the number of targets that it concerns.
     *
     * @param where where the reason is, if it is not in the inputs now
     */
    private static List<String> describe(Map<String, Problem> reasons, String where) {
        SortedMap<Problem, List<String>> keysByReason = new TreeMap<>();
        reasons.forEach((key, reason) ->
                keysByReason.computeIfAbsent(reason, first -> new ArrayList<>()).add(key));
        List<String> lines = new ArrayList<>();
        int rest = reasons.size();
        for (Map.Entry<Problem, List<String>> entry : keysByReason.entrySet()) {
            if (lines.size() == MAX_REASONS) {
                lines.add("# not compared: " + rest + " more, because of "
                        + CountPhrase.of(keysByReason.size() - MAX_REASONS, "other problem"));
                return lines;
            }
            rest -= entry.getValue().size();
            lines.add("# not compared: " + kinds(entry.getValue()) + ", because of " + where
                    + entry.getKey().at() + ": " + entry.getKey().message());
        }
        return lines;
    }

    /** Returns the numbers of phones and files among keys, such as {@code 3 phones, 1 site file}. */
    private static String kinds(List<String> keys) {
        Map<String, Integer> counts = new TreeMap<>();
        keys.forEach(key -> counts.merge(kind(key), 1, Integer::sum));
        List<String> phrases = new ArrayList<>();
        counts.forEach((kind, count) -> phrases.add(CountPhrase.of(count, kind)));
        return String.join(", ", phrases);
    }

    private static String kind(String key) {
        if (TargetKey.isSite(key)) {
            return "site file";
        }
        if (TargetKey.isStatic(key)) {
            return "static file";
        }
        return MacFinder.isMac(key) ? "phone" : key.startsWith("out/") ? "output file" : "input";
    }
}
