package dev.lineman.command.exchange;

import dev.lineman.build.Cycle;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileStamp;
import dev.lineman.input.DocumentReader;
import dev.lineman.input.ReadResult;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.snapshot.Snapshot.SnapshotEntry;
import dev.lineman.input.snapshot.SnapshotBuilder;
import dev.lineman.input.watch.Hint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Scans the inputs as they would be with new files, for the check before a command writes them. For one thread.
 */
public final class ProposedInputs implements Cycle.InputScanner {
    private final Cycle.InputScanner present;
    private final DocumentReader reader;
    private final Map<String, byte[]> files;

    /**
     * @param present scans the inputs as they are
     * @param reader reads the new files
     * @param files the new content of files, by path below the root
     */
    public ProposedInputs(Cycle.InputScanner present, DocumentReader reader, Map<String, byte[]> files) {
        this.present = present;
        this.reader = reader;
        this.files = new TreeMap<>(files);
    }

    @Override
    public ScanResult scan(Snapshot last, Collection<Hint> hints) throws IOException {
        ScanResult now = present.scan(last, hints);
        SnapshotBuilder builder = new SnapshotBuilder(now.snapshot());
        builder.setMounts(now.snapshot().mounts());
        files.forEach((path, content) -> {
            ReadResult read = reader.read(path, content);
            // The import creates missing folders.
            for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
                builder.unblock(path.substring(0, end));
            }
            builder.unblock(path);
            builder.put(
                    path,
                    new SnapshotEntry(
                            new FileStamp(content.length, 0, 0, 0),
                            Digest.of(content),
                            read.document(),
                            read.document() == null,
                            false),
                    read.problems());
        });
        return new ScanResult(
                builder.snapshot(),
                merge(now.changes(), builder.changes()),
                now.unstable(),
                now.repositories(),
                now.work());
    }

    /** Returns the changes of two steps as one. A file that ends as it began has no change. */
    private static List<FileChange> merge(List<FileChange> first, List<FileChange> second) {
        Map<String, FileChange> merged = new TreeMap<>();
        first.forEach(change -> merged.put(change.path(), change));
        for (FileChange change : second) {
            FileChange before = merged.get(change.path());
            merged.put(
                    change.path(),
                    new FileChange(change.path(), before == null ? change.before() : before.before(), change.after()));
        }
        List<FileChange> changes = new ArrayList<>(merged.values());
        changes.removeIf(change -> Objects.equals(change.before(), change.after()));
        return changes;
    }
}
