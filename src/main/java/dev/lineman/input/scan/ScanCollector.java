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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the findings of a walk into the next snapshot. Reads a file if its stamp is new, or was taken too soon after a
 * change. Used for one scan of {@link SnapshotScanner}. Not thread-safe.
 */
final class ScanCollector implements WalkListener {
    /** A folder that the walk opened, with its stamp before that. */
    private record Opened(Path real, FileStamp before) {}

    private final SnapshotBuilder snapshotBuilder;
    private final ScanCounters scanCounters;
    private final ParallelReads parallelReads;
    private final boolean skipsUnchanged;
    private final Settling settling;
    private final CheckedOutFiles checkedOutFiles = new CheckedOutFiles();
    /** The time of the first scan of a process; null for later scans. */
    private final @Nullable Instant start;

    private final Instant now;
    private final StableReader stableReader;

    /**
     * Folders that the present round opened or listed, and files that it could not read. {@link #takeUnstable} starts
     * the next round.
     */
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
        Settling.Pending unfinished = null;
        if (!stableReader.isHashing(path, status)
                && (known == null || !known.stamp().equals(status.stamp()))) {
            Settling.Pending pending =
                    settling.beforeReading(status, interest, known, snapshotBuilder.pendingFile(path), start);
            if (pending != null && !isCheckedOut(pending, path, in.path().resolve(name))) {
                if (!canBeComplete(pending, path, interest, known)) {
                    snapshotBuilder.block(path, new BlockReason.BeingWritten(pending));
                    return;
                }
                unfinished = pending;
            }
        }
        parallelReads.add(new StableReader.FoundFile(in, name, path, status, interest, known, unfinished));
        if (parallelReads.isFull()) {
            reading(parallelReads::start);
        }
    }

    /** Whether to read a file that may still be written, since its content can show that it is complete. */
    private boolean canBeComplete(
            Settling.Pending pending, String path, Interest interest, @Nullable SnapshotEntry known) {
        return interest == Interest.READ
                && known != null
                && known.document() != null
                && !pending.truncated()
                && !pending.equals(snapshotBuilder.pendingFile(path));
    }

    /** Whether Git has finished a file. For a file that the scan waits for already, Git's index is not read again. */
    private boolean isCheckedOut(Settling.Pending pending, String path, Path real) {
        return !pending.equals(snapshotBuilder.pendingFile(path))
                && checkedOutFiles.isCheckedOut(real, pending.stamp());
    }

    /** Reads the files that the walk has found so far. */
    void readWaiting() {
        reading(parallelReads::read);
    }

    /** A step of the parallel reads, which passes on the results. */
    private interface ReadStep {
        void run(Consumer<StableReader.ReadOutcome> findings) throws IOException;
    }

    private void reading(ReadStep step) {
        try {
            step.run(this::apply);
        } catch (IOException e) {
            throw new UncheckedIOException("a folder that was read could not be closed", e);
        }
    }

    /** Reads the waiting files first if one of them has this path, since a later finding must replace its result. */
    private void readWaiting(String path) {
        if (parallelReads.holds(path)) {
            readWaiting();
        }
    }

    /** Puts the result of one read into the snapshot. */
    private void apply(StableReader.ReadOutcome outcome) {
        scanCounters.add(outcome.scanCounters());
        String path = outcome.file().path();
        SnapshotEntry known = outcome.file().known();
        StableReader.ReadState state = outcome.state();
        if (state instanceof StableReader.ReadState.Changed read) {
            Settling.Pending pending = settling.afterReading(
                    read.stamp(), read.readResult().document(), known, snapshotBuilder.pendingFile(path));
            Path real = outcome.file().in().path().resolve(outcome.file().name());
            if (pending == null || isCheckedOut(pending, path, real)) {
                snapshotBuilder.unblock(path);
                put(path, read, known);
            } else {
                snapshotBuilder.block(path, new BlockReason.BeingWritten(pending));
            }
        } else if (state instanceof StableReader.ReadState.Unchanged unchanged && known != null) {
            snapshotBuilder.unblock(path);
            FileStamp stamp = unchanged.stamp();
            snapshotBuilder.replace(
                    path,
                    new SnapshotEntry(
                            stamp, known.digest(), known.document(), known.broken(), stamp.mayMissChange(now)));
        } else if (state instanceof StableReader.ReadState.Blocked blocked) {
            snapshotBuilder.block(path, blocked.why());
        } else if (state instanceof StableReader.ReadState.Unstable) {
            unstable.add(path);
            snapshotBuilder.block(path, Problem.blocking(Position.of(path), ReadObstacle.BEING_WRITTEN));
        } else {
            snapshotBuilder.remove(path);
        }
    }

    /** Puts new content into the snapshot. Keeps the last good document if the new content cannot be parsed. */
    private void put(String path, StableReader.ReadState.Changed read, @Nullable SnapshotEntry known) {
        ReadResult readResult = read.readResult();
        Document document = readResult.document();
        boolean broken = document == null;
        if (broken && known != null) {
            document = known.document();
        }
        FileStamp stamp = read.stamp();
        snapshotBuilder.put(
                path,
                new SnapshotEntry(stamp, read.digest(), document, broken, stamp.mayMissChange(now)),
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
     * Ends a round, and returns the paths to walk again, since they changed during it. A file in a folder that was
     * replaced may have the stamp of another file: the next scan reads it again.
     */
    SortedSet<String> takeUnstable() {
        readWaiting();
        SortedSet<String> changed = unstable;
        opened.forEach((path, folder) -> {
            FileStamp now = stampOf(folder.real());
            if (now == null || now.inode() != folder.before().inode()) {
                snapshotBuilder.markForReread(path);
                changed.add(path);
            } else if (listed.contains(path) && !now.equals(folder.before())) {
                changed.add(path);
            }
        });
        opened = new HashMap<>();
        listed = new HashSet<>();
        unstable = new TreeSet<>();
        return changed;
    }

    /** The stamp of a folder; null if it is missing or cannot be read. */
    private @Nullable FileStamp stampOf(Path real) {
        try {
            PathStatus status = scanCounters.statusOf(real);
            return status == null ? null : status.stamp();
        } catch (IOException e) {
            return null;
        }
    }
}
