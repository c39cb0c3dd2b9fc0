package dev.lineman.input.scan;

import dev.lineman.input.DocumentReader;
import dev.lineman.input.InputPaths;
import dev.lineman.input.ScanCounters;
import dev.lineman.input.WalkListener;
import dev.lineman.input.revision.NoSuchRevisionException;
import dev.lineman.input.revision.Revision;
import dev.lineman.input.snapshot.InputMounts;
import dev.lineman.input.snapshot.MountTable;
import dev.lineman.input.snapshot.Settling;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.snapshot.SnapshotBuilder;
import dev.lineman.input.snapshot.SnapshotDiff;
import dev.lineman.input.walk.InputWalk;
import dev.lineman.input.walk.WalkSignature;
import dev.lineman.input.watch.Hint;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Scans the inputs: from a snapshot and hints to the next snapshot. Hints say where to look first, and the file
 * system says what is there. Keeps no state, so a scan depends only on its snapshot and on the files.
 *
 * <p>Run one scan at a time: a scan cancels the background hashing that its last snapshot does not wait for.
 * {@link #differences} may run on other threads at the same time. Faults in the inputs are never thrown: they become
 * problems of the snapshot.
 */
public final class SnapshotScanner {
    /** How often a scan walks paths that change during it. */
    private static final int ROUNDS = 3;

    private final InputPaths inputs;
    private final DocumentReader reader;
    private final InstantSource clock;
    private final ScanOptions options;
    private final StableReader stableReader;

    /**
     * A scanner with the default options.
     *
     * @param clock the clock of the times of files
     */
    public SnapshotScanner(InputPaths inputs, DocumentReader reader, InstantSource clock) {
        this(inputs, reader, clock, ScanOptions.DEFAULT);
    }

    /** A scanner with options. */
    public SnapshotScanner(InputPaths inputs, DocumentReader reader, InstantSource clock, ScanOptions options) {
        this.inputs = inputs;
        this.reader = reader;
        this.clock = clock;
        this.options = options;
        this.stableReader = new StableReader(inputs, reader, options.hasher());
    }

    /** A scanner that does not wait for large static files, since they are hashed in the background. */
    public SnapshotScanner with(LargeFileHasher large) {
        return new SnapshotScanner(inputs, reader, clock, options.with(large));
    }

    /**
     * Updates a snapshot at the hints. Reads a hinted file if it may differ, walks a hinted folder, and ignores hints
     * outside the inputs.
     *
     * <p>Walks paths again that change during the scan, a few times, so that one scan takes a whole burst. Below a
     * folder that could not be read, a hint means that folder.
     */
    public ScanResult scan(Snapshot last, Collection<Hint> hints) {
        ScanCounters scanCounters = new ScanCounters();
        InputMounts mounts = currentMounts(last.mounts()).mounts();
        while (true) {
            SnapshotBuilder snapshotBuilder = new SnapshotBuilder(last);
            snapshotBuilder.keepLostMounts(mounts);
            ScanCollector scanCollector =
                    new ScanCollector(stableReader, snapshotBuilder, scanCounters, clock.instant(), options);
            MountFilter filter = new MountFilter(scanCollector, mounts, last, true);
            List<Path> repositories = new ArrayList<>();
            SortedSet<String> unstable = pathsToScan(last, hints);
            for (int round = 0; round < ROUNDS && !unstable.isEmpty(); round++) {
                repositories.addAll(walk(unstable, scanCounters, filter));
                unstable = scanCollector.takeUnstable();
            }
            InputMounts rest = mounts.without(filter.restored());
            CurrentMounts after = currentMounts(rest);
            if (!after.mounts().withLost(rest).lost().equals(mounts.lost())) {
                // The walk may have seen only a part of the mount before it was lost: start again.
                mounts = after.mounts().withLost(rest);
                continue;
            }
            unstable.addAll(snapshotBuilder.beingWritten());
            snapshotBuilder.setMounts(filter.knownMounts(after.table(), inputs));
            return new ScanResult(
                    snapshotBuilder.snapshot(),
                    snapshotBuilder.changes(),
                    hints(unstable),
                    repositories,
                    scanCounters.work());
        }
    }

    /** The hinted paths, and those that each scan must check: links, lost mounts and large files that are hashed. */
    private SortedSet<String> pathsToScan(Snapshot last, Collection<Hint> hints) {
        SortedSet<String> paths = new TreeSet<>(last.links());
        inputs.hintedPaths(hints).forEach(path -> paths.add(last.blockedAncestor(path)));
        paths.addAll(last.mounts().lost());
        LargeFileHasher hasher = options.hasher();
        if (hasher != null) {
            paths.addAll(hasher.finished(last.beingHashed()));
        }
        return paths;
    }

    /** The present mounts, and the inputs' mounts with the lost ones marked. */
    private record CurrentMounts(MountTable table, InputMounts mounts) {}

    /** Reads the mounts, a second time if one seems lost. */
    private CurrentMounts currentMounts(InputMounts known) {
        MountTable table = MountTable.read(options.mountTable());
        InputMounts now = known.checkedAgainst(table, inputs);
        if (now.lost().isEmpty()) {
            return new CurrentMounts(table, now);
        }
        // An automount appears at the first access, and a table that changes during a read may lack a line.
        now.lostMounts().values().forEach(mount -> new File(mount.point()).list());
        table = MountTable.read(options.mountTable());
        return new CurrentMounts(table, known.checkedAgainst(table, inputs));
    }

    /**
     * The inputs as a commit has them. Single files, which are outside of version control, are read from the disk.
     *
     * @param name of a commit, in any form that Git accepts
     * @throws NoSuchRevisionException if Git has no such commit, or cannot be run
     */
    public ScanResult scanCommit(String name) throws NoSuchRevisionException {
        ScanCounters scanCounters = new ScanCounters();
        SnapshotBuilder snapshotBuilder = new SnapshotBuilder(Snapshot.empty());
        new Revision(inputs.root(), name).addTo(snapshotBuilder, inputs, reader);
        SortedSet<String> single = new TreeSet<>();
        inputs.files().forEach(file -> single.add(inputs.name(file)));
        ScanCollector scanCollector = new ScanCollector(
                stableReader, snapshotBuilder, scanCounters, clock.instant(), options.with(Settling.NONE));
        walk(single, scanCounters, scanCollector);
        scanCollector.readWaiting();
        return new ScanResult(snapshotBuilder.snapshot(), snapshotBuilder.changes(), List.of(), scanCounters.work());
    }

    /**
     * Walks all inputs, reads no file, and returns where a snapshot may be out of date or was taken too soon after a
     * change. The next call finds changes that happen during this one.
     */
    public Collection<Hint> differences(Snapshot last) {
        return differences(last, changed -> {});
    }

    /**
     * As {@link #differences(Snapshot)}.
     *
     * @param changed receives those hints where something has certainly changed
     */
    public Collection<Hint> differences(Snapshot last, Consumer<Collection<Hint>> changed) {
        SnapshotDiff snapshotDiff = new SnapshotDiff(last);
        CurrentMounts now = currentMounts(last.mounts());
        MountFilter filter = new MountFilter(snapshotDiff, now.mounts(), last, false);
        walk(inputs.all(), new ScanCounters(), filter);
        SortedSet<String> certain = new TreeSet<>(snapshotDiff.changed());
        certain.removeIf(now.mounts()::isLost);
        certain.addAll(filter.restored());
        changed.accept(hints(certain));
        SortedSet<String> paths = snapshotDiff.paths();
        paths.removeIf(now.mounts()::isLost);
        paths.addAll(filter.restored());
        paths.addAll(filter.knownMounts(now.table(), inputs).differences(last.mounts()));
        return hints(paths);
    }

    /** A number that changes if a file appears, changes or disappears. Walks all inputs and reads no file. */
    public long walkSignature() {
        WalkSignature signature = new WalkSignature();
        walk(inputs.all(), new ScanCounters(), signature);
        return signature.value();
    }

    /** Walks paths, and returns the folders with a {@code .git} that it found. */
    private List<Path> walk(SortedSet<String> paths, ScanCounters scanCounters, WalkListener walkListener) {
        try (InputWalk walk = new InputWalk(inputs, reader, scanCounters, walkListener)) {
            paths.forEach(walk::walkPath);
            return walk.repositories();
        } catch (IOException e) {
            throw new UncheckedIOException("a folder that was read could not be closed", e);
        }
    }

    /** Hints at names. */
    private List<Hint> hints(SortedSet<String> paths) {
        return paths.stream()
                .<Hint>map(p -> new Hint.PathHint(inputs.resolve(p)))
                .toList();
    }
}
