package dev.lineman.build.report;

import dev.lineman.problem.ListPhrase;
import dev.lineman.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one cycle did, for the log, the console and the history. Immutable.
 *
 * @param at when it ended
 * @param took how long it ran
 * @param stages how long its stages took
 * @param counters its work in numbers
 * @param inputs the changed inputs
 * @param changed the published paths that are new or differ
 * @param removed the paths that are no longer published
 * @param appeared problems that are new
 * @param solved problems that no longer exist
 * @param left how many problems there are now
 */
public record CycleReport(
        Instant at,
        Duration took,
        StageTimes stages,
        CycleCounters counters,
        List<String> inputs,
        List<String> changed,
        List<String> removed,
        List<Problem> appeared,
        List<Problem> solved,
        int left) {
    private static final int MAX_NAMES = 3;

    public CycleReport {
        inputs = List.copyOf(inputs);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        appeared = List.copyOf(appeared);
        solved = List.copyOf(solved);
    }

    /** Returns a report between cycles: problems that are new or solved, and how many are left. */
    public static CycleReport of(Instant at, List<Problem> appeared, List<Problem> solved, int left) {
        CycleCounters none = new CycleCounters(0, 0, 0, 0, 0, 0, 0, 0);
        return new CycleReport(
                at, Duration.ZERO, StageTimes.none(), none, List.of(), List.of(), List.of(), appeared, solved, left);
    }

    /** Whether files changed or problems were solved. New problems have their own log lines. */
    public boolean hasChanges() {
        return !changed.isEmpty() || !removed.isEmpty() || !solved.isEmpty();
    }

    /** Returns one line for people: what changed, and which inputs caused it. */
    public String summary() {
        List<String> parts = new ArrayList<>();
        if (!changed.isEmpty()) {
            parts.add(CountPhrase.of(changed.size(), "file") + " changed: " + shorten(changed));
        }
        if (!removed.isEmpty()) {
            parts.add(CountPhrase.of(removed.size(), "file") + " removed: " + shorten(removed));
        }
        if (!solved.isEmpty()) {
            parts.add(CountPhrase.of(solved.size(), "problem") + " solved, " + (left == 0 ? "none" : left) + " left");
        }
        if (!inputs.isEmpty()) {
            parts.add("because of " + shorten(inputs));
        }
        return String.join(", ", parts) + " (" + took.toMillis() + " ms)";
    }

    private static String shorten(List<String> names) {
        return ListPhrase.some(names, MAX_NAMES);
    }
}
