package dev.lineman.report;

import dev.lineman.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What one cycle did.
 *
 * @param at when it ended
 * @param took how long it ran
 * @param inputs the changed inputs
 * @param changed the published paths that are new or differ
 * @param removed the paths that were published and are no longer
 * @param appeared problems that were not there before
 * @param solved problems that are no longer there
 */
public record CycleReport(
        Instant at,
        Duration took,
        Counters counters,
        List<String> inputs,
        List<String> changed,
        List<String> removed,
        List<Problem> appeared,
        List<Problem> solved) {
    private static final int NAMED = 3;

    public CycleReport {
        inputs = List.copyOf(inputs);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        appeared = List.copyOf(appeared);
        solved = List.copyOf(solved);
    }

    /** Whether files changed. */
    public boolean published() {
        return !changed.isEmpty() || !removed.isEmpty();
    }

    /** One line for people: what changed, and because of what. */
    public String summary() {
        StringBuilder line = new StringBuilder("published ").append(count(changed, "changed"));
        if (!removed.isEmpty()) {
            line.append(", ").append(count(removed, "removed"));
        }
        if (!inputs.isEmpty()) {
            line.append(", because of ").append(some(inputs));
        }
        return line.append(" (").append(took.toMillis()).append(" ms)").toString();
    }

    private static String count(List<String> paths, String what) {
        return paths.size()
                + (paths.size() == 1 ? " file " : " files ")
                + what
                + (paths.isEmpty() ? "" : ": " + some(paths));
    }

    private static String some(List<String> names) {
        String named = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return names.size() > NAMED ? named + " and " + (names.size() - NAMED) + " more" : named;
    }
}
