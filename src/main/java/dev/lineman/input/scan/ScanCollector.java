package dev.lineman.input.scan;

import dev.lineman.fs.FileStamp;
import dev.lineman.input.Document;
import dev.lineman.input.DocumentReader.Interest;
import dev.lineman.input.OpenFolder;
import dev.lineman.input.PathStatus;
import dev.lineman.input.ReadObstacle;
import dev.lineman.input.ReadResult;
import dev.lineman.input.ScanCounters;
import dev.lineman.input.WalkListener;
import dev.lineman.input.git.CheckedOutFiles;
import dev.lineman.input.snapshot.BlockReason;
import dev.lineman.input.snapshot.Settling;
import dev.lineman.input.snapshot.Snapshot.SnapshotEntry;
import dev.lineman.input.snapshot.SnapshotBuilder;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a walk comes upon into the next snapshot: a file is read when its signature is new or was taken too soon
 * after a change. For one thread.
 */
final class ScanCollector implements WalkListener {
    private record Opened(Path real, FileStamp before) {}

    private final SnapshotBuilder snapshotBuilder;
    private final ScanCounters scanCounters;
    private final ParallelReads parallelReads;
    private final boolean skipsUnchanged;
    private final Settling settling;
    private final CheckedOutFiles checkedOutFiles = new CheckedOutFiles();
    private final @Nullable Instant start;
    private final Instant now;
    private final StableReader stableReader;

    private Map<String, Opened> opened = new HashMap<>();
    private Set<String> listed = new HashSet<>();
    private SortedSet<String> unstable = new TreeSet<>();

    ScanCollector(
            StableReader stableReader,
            SnapshotBuilder snapshotBuilder,
            ScanCounters scanCounters,
            Instant now,
            ScanOptions options) {
        this.snapshotBuilder = snapshotBuilder;
        this.scanCounters = scanCounters;
        this.parallelReads =
                new ParallelReads(stableReader, options.scanShortcuts().parallelFrom());
        this.skipsUnchanged = options.scanShortcuts().skipsUnchanged();
        this.settling = options.settling();
        this.start = snapshotBuilder.isFirst() ? now : null;
        this.now = now;
        this.stableReader = stableReader;
    }

    @Override
    public void file(OpenFolder in, Path name, String path, PathStatus status) {
        readWaiting(path);
        SnapshotEntry known = snapshotBuilder.entry(path);
        if (skipsUnchanged && known != null && !known.young() && known.stamp().equals(status.stamp())) {
            snapshotBuilder.unblock(path);
            return;
        }
        Interest interest = stableReader.interest(path);
        if (!stableReader.isHashing(path, status)
                && (known == null || !known.stamp().equals(status.stamp()))) {
            Settling.Pending pending =
                    settling.beforeReading(status, interest, known, snapshotBuilder.pendingFile(path), start);
            if (pending != null && !isCheckedOut(pending, path, in.path().resolve(name))) {
                snapshotBuilder.block(path, new BlockReason.BeingWritten(pending));
                return;
            }
        }
        parallelReads.add(new StableReader.FoundFile(in, name, path, status, interest, known));
        if (parallelReads.isFull()) {
            readWaiting();
        }
    }

    /** Whether Git has written a file that may still be written; what was waited for before, Git has not. */
    private boolean isCheckedOut(Settling.Pending pending, String path, Path real) {
        return !pending.equals(snapshotBuilder.pendingFile(path))
                && checkedOutFiles.isCheckedOut(real, pending.stamp());
    }

    /** Reads what was come upon so far. */
    void readWaiting() {
        try {
            parallelReads.read(this::apply);
        } catch (IOException e) {
            throw new UncheckedIOException("a folder that was read could not be closed", e);
        }
    }

    /** What was come upon at a path comes before anything else that is found out about it. */
    private void readWaiting(String path) {
        if (parallelReads.holds(path)) {
            readWaiting();
        }
    }

    private void apply(StableReader.ReadOutcome outcome) {
        scanCounters.add(outcome.scanCounters());
        String path = outcome.file().path();
        SnapshotEntry known = outcome.file().known();
        StableReader.ReadState taken = outcome.state();
        if (taken instanceof StableReader.ReadState.Changed fresh) {
            Settling.Pending pending = settling.afterReading(
                    fresh.stamp(), fresh.readResult().document(), known, snapshotBuilder.pendingFile(path));
            Path real = outcome.file().in().path().resolve(outcome.file().name());
            if (pending == null || isCheckedOut(pending, path, real)) {
                snapshotBuilder.unblock(path);
                put(path, fresh, known);
            } else {
                snapshotBuilder.block(path, new BlockReason.BeingWritten(pending));
            }
        } else if (taken instanceof StableReader.ReadState.Unchanged same && known != null) {
            snapshotBuilder.unblock(path);
            FileStamp signature = same.stamp();
            snapshotBuilder.replace(
                    path,
                    new SnapshotEntry(
                            signature, known.digest(), known.document(), known.broken(), signature.mayMissChange(now)));
        } else if (taken instanceof StableReader.ReadState.Blocked blocked) {
            snapshotBuilder.block(path, blocked.why());
        } else if (taken instanceof StableReader.ReadState.Unstable) {
            unstable.add(path);
            snapshotBuilder.block(path, Problem.warning(Position.of(path), ReadObstacle.BEING_WRITTEN));
        } else {
            snapshotBuilder.remove(path);
        }
    }

    private void put(String path, StableReader.ReadState.Changed fresh, @Nullable SnapshotEntry known) {
        ReadResult readResult = fresh.readResult();
        Document document = readResult.document();
        boolean broken = document == null;
        if (broken && known != null) {
            document = known.document();
        }
        FileStamp signature = fresh.stamp();
        snapshotBuilder.put(
                path,
                new SnapshotEntry(signature, fresh.digest(), document, broken, signature.mayMissChange(now)),
                readResult.problems());
    }

    @Override
    public void opened(String path, Path real, FileStamp before) {
        readWaiting(path);
        snapshotBuilder.folder(path);
        opened.put(path, new Opened(real, before));
    }

    @Override
    public void listed(String path, Set<String> names) {
        listed.add(path);
        snapshotBuilder.unblock(path);
        snapshotBuilder.listed(path, names);
    }

    @Override
    public void link(String path, Path folder) {
        readWaiting(path);
        snapshotBuilder.link(path, folder);
    }

    @Override
    public void notLink(String path) {
        readWaiting(path);
        snapshotBuilder.unlink(path);
    }

    @Override
    public void missing(String path) {
        readWaiting(path);
        snapshotBuilder.remove(path);
    }

    @Override
    public void unread(String path, Problem why) {
        readWaiting(path);
        snapshotBuilder.unread(path, why);
    }

    @Override
    public void blocked(String path, Problem why) {
        readWaiting(path);
        snapshotBuilder.block(path, why);
    }

    /**
     * Ends a round of looking: what has to be looked at again, because it moved meanwhile. What was read in a folder that
     * another one has taken the place of may have got the other's signature: it is doubted.
     */
    SortedSet<String> takeUnstable() {
        readWaiting();
        SortedSet<String> restless = unstable;
        opened.forEach((path, folder) -> {
            FileStamp now = signature(folder.real());
            if (now == null || now.inode() != folder.before().inode()) {
                snapshotBuilder.markForReread(path);
                restless.add(path);
            } else if (listed.contains(path) && !now.equals(folder.before())) {
                restless.add(path);
            }
        });
        opened = new HashMap<>();
        listed = new HashSet<>();
        unstable = new TreeSet<>();
        return restless;
    }

    private @Nullable FileStamp signature(Path real) {
        try {
            PathStatus status = scanCounters.statusOf(real);
            return status == null ? null : status.stamp();
        } catch (IOException e) {
            return null;
        }
    }
}
