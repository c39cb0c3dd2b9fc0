package dev.lineman.input.watch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Remembers the paths of recent events. A change without an event shows that a folder is no longer watched: another
 * file system was mounted over it, or another folder replaced it. {@link FileWatcher} then watches all folders again.
 * Thread-safe.
 */
final class RecentEvents {
    /** Above this number, no more paths are kept. Then every change counts as one with an event. */
    private static final int MAX_PATHS = 10_000;

    /** Paths of the events since the last call of {@link #expect}. */
    private Set<Path> current = new HashSet<>();
    /** Paths of the events before the last call of {@link #expect}. */
    private Set<Path> earlier = new HashSet<>();
    /** Changes that a scan found, and that need an event. */
    private List<Path> found = List.of();
    /** Whether one second has passed since the last call of {@link #expect}. */
    private boolean due;

    /** Records the path of an event. */
    synchronized void record(Hint hint) {
        if (hint instanceof Hint.PathHint at && current.size() <= MAX_PATHS) {
            current.add(at.path());
        }
    }

    /** Takes changes that a scan found. The check for their events follows later, since an event may be delayed. */
    synchronized void expect(Collection<Hint> changed) {
        earlier = current;
        current = new HashSet<>();
        found = changed.stream()
                .filter(Hint.PathHint.class::isInstance)
                .map(hint -> ((Hint.PathHint) hint).path())
                .toList();
        due = false;
    }

    /** Whether a change before the last call had no event. Call this about once a second. */
    synchronized boolean hasMissedEvent() {
        if (!due) {
            due = true;
            return false;
        }
        boolean missed = current.size() <= MAX_PATHS
                && earlier.size() <= MAX_PATHS
                && found.stream().anyMatch(path -> !isCovered(path));
        found = List.of();
        return missed;
    }

    /** Whether an event arrived for a path. An event of a folder covers everything in it. */
    private boolean isCovered(Path path) {
        for (Path at = path; at != null; at = at.getParent()) {
            if (current.contains(at) || earlier.contains(at)) {
                return true;
            }
        }
        return false;
    }
}
