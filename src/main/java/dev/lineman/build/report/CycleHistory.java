package dev.lineman.build.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last cycles that changed something, for the status page and the API. Kept in memory only. Thread-safe. */
public final class CycleHistory {
    private static final int MAX_ENTRIES = 30;

    private final Deque<CycleEntry> entries = new ArrayDeque<>();

    /** Whether a cycle belongs in the history: it changed files, or problems came or went. */
    public static boolean isNotable(CycleReport report) {
        return report.hasChanges() || !report.appeared().isEmpty();
    }

    /** Adds a cycle, and drops the oldest entry if there are too many. */
    public synchronized void add(CycleReport report, @Nullable CheckedOutCommit commit) {
        entries.addFirst(CycleEntry.of(report, commit));
        if (entries.size() > MAX_ENTRIES) {
            entries.removeLast();
        }
    }

    /** Returns the entries, the newest first. */
    public synchronized List<CycleEntry> entries() {
        return List.copyOf(entries);
    }
}
