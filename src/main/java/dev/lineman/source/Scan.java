package dev.lineman.source;

import dev.lineman.watch.Hint;
import java.nio.file.Path;
import java.util.List;

/**
 * What a scan found.
 *
 * @param snapshot the inputs now; the same object as before when nothing at all is different
 * @param changes what differs from the snapshot before, in the order of the paths
 * @param moving what kept changing while it was looked at: its last state stays until these hints are scanned again
 * @param repositories the folders with a {@code .git} that it came upon
 * @param work what it cost
 */
public record Scan(Snapshot snapshot, List<Change> changes, List<Hint> moving, List<Path> repositories, ScanWork work) {
    public Scan {
        changes = List.copyOf(changes);
        moving = List.copyOf(moving);
        repositories = List.copyOf(repositories);
    }

    /** A scan that found no repositories. */
    public Scan(Snapshot snapshot, List<Change> changes, List<Hint> moving, ScanWork work) {
        this(snapshot, changes, moving, List.of(), work);
    }
}
