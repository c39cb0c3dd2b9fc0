package dev.lineman.build.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last cycles that did something. Thread-safe. */
public final class CycleHistory {
    private static final int MAX_ENTRIES = 30;

    private final Deque<CycleEntry> entries = new ArrayDeque<>();

    /** Whether a cycle is worth remembering. */
    public static boolean isNotable(CycleReport report) {
        return report.hasChanges() || !report.appeared().isEmpty();
    }

    /** Remembers a cycle. */
    public synchronized void add(CycleReport report, @Nullable CheckedOutCommit commit) {
        entries.addFirst(CycleEntry.of(report, commit));
        if (entries.size() > MAX_ENTRIES) {
            entries.removeLast();
        }
    }

    /** The newest first. */
    public synchronized List<CycleEntry> entries() {
        return List.copyOf(entries);
    }
}
