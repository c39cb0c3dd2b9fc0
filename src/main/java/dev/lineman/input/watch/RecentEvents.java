package dev.lineman.input.watch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Remembers for a while which paths events told of, so that a change that none told of shows that a folder is not watched any more:
 * another was mounted over it, or has taken its place. Thread-safe.
 */
final class RecentEvents {
    /** More paths than this are not kept: then every change counts as told. */
    private static final int MAX_PATHS = 10_000;

    private Set<Path> current = new HashSet<>();
    private Set<Path> earlier = new HashSet<>();
    private List<Path> found = List.of();
    private boolean due;

    /** Takes note of an event. */
    synchronized void record(Hint hint) {
        if (hint instanceof Hint.PathHint at && current.size() <= MAX_PATHS) {
            current.add(at.path());
        }
    }

    /** Takes changes that were found without events. Whether an event told of them is judged later: it may be on its way. */
    synchronized void expect(Collection<Hint> changed) {
        earlier = current;
        current = new HashSet<>();
        found = changed.stream()
                .filter(Hint.PathHint.class::isInstance)
                .map(hint -> ((Hint.PathHint) hint).path())
                .toList();
        due = false;
    }

    /** Whether no event told of a change that was found before the last call. To be called about once a second. */
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

    /** An event of a folder tells of all that is in it. */
    private boolean isCovered(Path path) {
        for (Path at = path; at != null; at = at.getParent()) {
            if (current.contains(at) || earlier.contains(at)) {
                return true;
            }
        }
        return false;
    }
}
