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
    private static final int MOST = 10_000;

    private Set<Path> told = new HashSet<>();
    private Set<Path> earlier = new HashSet<>();
    private List<Path> suspects = List.of();
    private boolean ripe;

    /** Takes note of an event. */
    synchronized void note(Hint hint) {
        if (hint instanceof Hint.PathHint at && told.size() <= MOST) {
            told.add(at.path());
        }
    }

    /** Takes changes that were found without events. Whether an event told of them is judged later: it may be on its way. */
    synchronized void suspect(Collection<Hint> changed) {
        earlier = told;
        told = new HashSet<>();
        suspects = changed.stream()
                .filter(Hint.PathHint.class::isInstance)
                .map(hint -> ((Hint.PathHint) hint).path())
                .toList();
        ripe = false;
    }

    /** Whether no event told of a change that was found before the last call. To be called about once a second. */
    synchronized boolean missed() {
        if (!ripe) {
            ripe = true;
            return false;
        }
        boolean missed = told.size() <= MOST
                && earlier.size() <= MOST
                && suspects.stream().anyMatch(path -> !isTold(path));
        suspects = List.of();
        return missed;
    }

    /** An event of a folder tells of all that is in it. */
    private boolean isTold(Path path) {
        for (Path at = path; at != null; at = at.getParent()) {
            if (told.contains(at) || earlier.contains(at)) {
                return true;
            }
        }
        return false;
    }
}
