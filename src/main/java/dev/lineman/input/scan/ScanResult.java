package dev.lineman.input.scan;

import dev.lineman.input.ScanWork;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of a scan. Immutable.
 *
 * @param snapshot the inputs now; the same object as before if nothing differs
 * @param changes what differs from the snapshot before, in the order of the paths
 * @param unstable paths that kept changing during the scan, or are still written. Their last content stays until a
 *     scan of these hints
 * @param repositories the folders with a {@code .git} that it found
 * @param work the number of calls that it made
 */
public record ScanResult(
        Snapshot snapshot, List<FileChange> changes, List<Hint> unstable, List<Path> repositories, ScanWork work) {
    public ScanResult {
        changes = List.copyOf(changes);
        unstable = List.copyOf(unstable);
        repositories = List.copyOf(repositories);
    }

    /** A scan that found no repositories. */
    public ScanResult(Snapshot snapshot, List<FileChange> changes, List<Hint> unstable, ScanWork work) {
        this(snapshot, changes, unstable, List.of(), work);
    }
}
