package dev.lineman.input.scan;

import dev.lineman.input.ScanWork;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import java.nio.file.Path;
import java.util.List;

/**
 * What a scan found.
 *
 * @param snapshot the inputs now; the same object as before when nothing at all is different
 * @param changes what differs from the snapshot before, in the order of the paths
 * @param unstable what kept changing while it was looked at: its last state stays until these hints are scanned again
 * @param repositories the folders with a {@code .git} that it came upon
 * @param work what it cost
 */
public record ScanResult(
        Snapshot snapshot, List<FileChange> changes, List<Hint> unstable, List<Path> repositories, ScanWork work) {
    public ScanResult {
        changes = List.copyOf(changes);
        unstable = List.copyOf(unstable);
        repositories = List.copyOf(repositories);
    }

    /** A scan that found no repositories. */
    public ScanResult(Snapshot snapshot, List<FileChange> changes, List<Hint> moving, ScanWork work) {
        this(snapshot, changes, moving, List.of(), work);
    }
}
