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
 * Keeps snapshots of the inputs up to date: hints say where to look first, the file system says what is there. Holds no
 * state, so that a scan depends on the snapshot it starts from and on the files alone.
 *
 * <p>Scans are for one thread, since the reader is; {@link #differences} may run on others at the same time. Nothing that people do to the files is thrown: it is told as a problem of the snapshot.
 */
public final class SnapshotScanner {
    private static final int ROUNDS = 3;

    private final InputPaths inputs;
    private final DocumentReader reader;
    private final InstantSource clock;
    private final ScanOptions options;
    private final StableReader stableReader;

    /** A source over these inputs; the clock is the one that the files' times are compared with. */
    public SnapshotScanner(InputPaths inputs, DocumentReader reader, InstantSource clock) {
        this(inputs, reader, clock, ScanOptions.DEFAULT);
    }

    public SnapshotScanner(InputPaths inputs, DocumentReader reader, InstantSource clock, ScanOptions options) {
        this.inputs = inputs;
        this.reader = reader;
        this.clock = clock;
        this.options = options;
        this.stableReader = new StableReader(inputs, reader, options.hasher());
    }

    /** The same, but that scans do not wait for large static files: they are hashed in the background. */
    public SnapshotScanner with(LargeFileHasher large) {
        return new SnapshotScanner(inputs, reader, clock, options.with(large));
    }

    /**
     * Brings a snapshot up to date where the hints say. A hinted file is looked at and read if it may be another than
     * before; a hinted folder is walked; hints outside the inputs are ignored. What moves while it is looked at is looked
     * at again a few times, so that a burst of changes is taken together. Below a folder that could not be looked at, a hint
     * means that folder.
     */
    public ScanResult scan(Snapshot last, Collection<Hint> hints) {
        ScanCounters scanCounters = new ScanCounters();
        InputMounts mounts = currentMounts(last.mounts()).mounts();
        while (true) {
            SnapshotBuilder snapshotBuilder = new SnapshotBuilder(last);
            snapshotBuilder.keepLostMounts(mounts);
            ScanCollector scanCollector =
                    new ScanCollector(stableReader, snapshotBuilder, scanCounters, clock.instant(), options);
            MountFilter findings = new MountFilter(scanCollector, mounts, last, true);
            List<Path> repositories = new ArrayList<>();
            SortedSet<String> restless = pathsToScan(last, hints);
            for (int round = 0; round < ROUNDS && !restless.isEmpty(); round++) {
                repositories.addAll(walk(restless, scanCounters, findings));
                restless = scanCollector.takeUnstable();
            }
            InputMounts rest = mounts.without(findings.restored());
            CurrentMounts after = currentMounts(rest);
            if (!after.mounts().withLost(rest).lost().equals(mounts.lost())) {
                // What was seen before a mount went may be half of it.
                mounts = after.mounts().withLost(rest);
                continue;
            }
            restless.addAll(snapshotBuilder.beingWritten());
            snapshotBuilder.setMounts(findings.knownMounts(after.table(), inputs));
            return new ScanResult(
                    snapshotBuilder.snapshot(),
                    snapshotBuilder.changes(),
                    hints(restless),
                    repositories,
                    scanCounters.work());
        }
    }

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

    /** What is mounted now, and which of the mounts that are known is gone. */
    private record CurrentMounts(MountTable table, InputMounts mounts) {}

    private CurrentMounts currentMounts(InputMounts known) {
        MountTable table = MountTable.read(options.mountTable());
        InputMounts now = known.checkedAgainst(table, inputs);
        if (now.lost().isEmpty()) {
            return new CurrentMounts(table, now);
        }
        // Some are mounted when somebody looks, and a table that changes while it is read may lack a line.
        now.lostMounts().values().forEach(mount -> new File(mount.point()).list());
        table = MountTable.read(options.mountTable());
        return new CurrentMounts(table, known.checkedAgainst(table, inputs));
    }

    /**
     * The inputs as a commit has them; single files, which lie outside of version control, as they are now.
     *
     * @param name of a commit, in any way that git understands
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
     * Looks at everything, reads nothing, and returns where a snapshot may be wrong or was taken too soon after a change
     * to be sure. What it misses because it happens meanwhile, the next call finds.
     */
    public Collection<Hint> differences(Snapshot last) {
        return differences(last, changed -> {});
    }

    /** As {@link #differences(Snapshot)}; {@code changed} takes those of them where something has changed for certain. */
    public Collection<Hint> differences(Snapshot last, Consumer<Collection<Hint>> changed) {
        SnapshotDiff snapshotDiff = new SnapshotDiff(last);
        CurrentMounts now = currentMounts(last.mounts());
        MountFilter findings = new MountFilter(snapshotDiff, now.mounts(), last, false);
        walk(inputs.all(), new ScanCounters(), findings);
        SortedSet<String> certain = new TreeSet<>(snapshotDiff.changed());
        certain.removeIf(now.mounts()::isLost);
        certain.addAll(findings.restored());
        changed.accept(hints(certain));
        SortedSet<String> paths = snapshotDiff.paths();
        paths.removeIf(now.mounts()::isLost);
        paths.addAll(findings.restored());
        paths.addAll(findings.knownMounts(now.table(), inputs).differences(last.mounts()));
        return hints(paths);
    }

    /** Looks at everything, reads nothing, and returns a number that is another once a file has come, gone or changed. */
    public long walkSignature() {
        WalkSignature signature = new WalkSignature();
        walk(inputs.all(), new ScanCounters(), signature);
        return signature.value();
    }

    /** Returns the folders with a {@code .git} that were come upon. */
    private List<Path> walk(SortedSet<String> paths, ScanCounters scanCounters, WalkListener walkListener) {
        try (InputWalk walk = new InputWalk(inputs, reader, scanCounters, walkListener)) {
            paths.forEach(walk::walkPath);
            return walk.repositories();
        } catch (IOException e) {
            throw new UncheckedIOException("a folder that was read could not be closed", e);
        }
    }

    private List<Hint> hints(SortedSet<String> paths) {
        return paths.stream()
                .<Hint>map(p -> new Hint.PathHint(inputs.resolve(p)))
                .toList();
    }
}
