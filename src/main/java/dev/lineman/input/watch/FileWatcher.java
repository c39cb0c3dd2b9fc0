package dev.lineman.input.watch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Sends hints when something changes in folders, or in single files. The events come from the operating system. Once
 * a second, the watcher also polls for changes that give no event: a folder that is replaced, appears or disappears,
 * and a single file that changes. It looks at the single files at each event too, so that a file that was written before
 * one in a folder is never hinted at later.
 *
 * <p>If events may be lost, it hints at everything and watches all folders again. Events alone are never enough: the
 * receiver must also scan periodically, and more often while {@link #isReliable} is false. The agent's change monitor
 * does that.
 *
 * <p>Thread-safe. One daemon thread runs the polling.
 */
public final class FileWatcher implements AutoCloseable {
    /** In nanoseconds. */
    private static final long SECOND = 1_000_000_000L;

    /**
     * How long to work without complete watches after the system refuses one, in nanoseconds. Each attempt walks all
     * folders.
     */
    private static final long RETRY_AFTER = 60 * SECOND;

    private static final Hint EVERYTHING = new Hint.FullScanHint();

    private final List<Path> folders;
    private final List<Path> files;
    private final HintSink hintSink;
    private final Consumer<String> warnings;
    private final LongSupplier nanoseconds;
    private final Thread thread;
    private final RecentEvents events = new RecentEvents();
    /** The single files as they were at the last look. Guarded by this object. */
    private Map<Path, FileIdentity> singles;

    /** Real paths of folders that links lead to, outside the watched folders. */
    private volatile Set<Path> linkTargets = Set.of();

    private volatile boolean closed;
    private volatile boolean reliable = true;

    /**
     * Starts to watch, and returns at once. When the watches are in place, the watcher hints at everything.
     *
     * @param folders watched with everything below them, except names that begin with a dot. Each may be missing, or
     *     a symbolic link
     * @param files single files, polled once a second. Each may be missing
     * @param hintSink receives hints from the watcher's threads, with paths below the folders as they are named here
     * @param warnings receives a message for the administrator when events become unreliable, once until they are
     *     reliable again
     * @param nanoseconds a clock that only goes forward
     */
    public FileWatcher(
            Collection<Path> folders,
            Collection<Path> files,
            HintSink hintSink,
            Consumer<String> warnings,
            LongSupplier nanoseconds) {
        this.folders = List.copyOf(folders);
        this.files = List.copyOf(files);
        this.hintSink = hintSink;
        this.warnings = warnings;
        this.nanoseconds = nanoseconds;
        this.singles = FileIdentity.ofFiles(this.files);
        this.thread = new Thread(this::run, "watch");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /**
     * Also watches the folders that symbolic links lead to. Hints for them have the real path.
     *
     * @param real the real paths of folders; those that are watched already are left out
     */
    public void watchLinkTargets(Collection<Path> real) {
        Collection<FileIdentity> watched = FileIdentity.ofFolders(folders).values();
        linkTargets = real.stream()
                .filter(target -> watched.stream().noneMatch(folder -> folder.covers(target)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Takes changes that a scan found. If no event arrives for one of them, watches all folders again. */
    public void checkForMissedEvents(Collection<Hint> changed) {
        events.expect(changed);
    }

    /** Whether the system reports all changes. False from a refused watch until all watches are granted. */
    public boolean isReliable() {
        return reliable;
    }

    /** The watcher's thread: opens watches, polls until they are out of date, opens them again. */
    private void run() {
        while (!closed) {
            Set<Path> targets = linkTargets;
            try (FolderWatches folderWatches = FolderWatches.open(folders, targets, this::forward)) {
                hintSink.accept(EVERYTHING);
                long retry = nanoseconds.getAsLong() + RETRY_AFTER;
                do {
                    updateReliability(folderWatches);
                    LockSupport.parkNanos(this, SECOND);
                    pollFiles();
                } while (!closed && targets.equals(linkTargets) && isCurrent(folderWatches, retry));
            }
        }
    }

    /** Whether the present watches still serve; otherwise all are opened again. */
    private boolean isCurrent(FolderWatches folderWatches, long retry) {
        return !folderWatches.eventsLost()
                && !events.hasMissedEvent()
                && (reliable || nanoseconds.getAsLong() - retry < 0)
                && folderWatches.identities().equals(FileIdentity.ofFolders(folders));
    }

    /** Records an event before it passes it on, for {@link #checkForMissedEvents}. */
    private void forward(Hint hint) {
        events.record(hint);
        pollFiles();
        hintSink.accept(hint);
    }

    /** Warns the administrator at the first refused watch only. */
    private void updateReliability(FolderWatches folderWatches) {
        String message = folderWatches.limitMessage();
        if (reliable && message != null) {
            warnings.accept(message);
        }
        reliable = message == null;
    }

    /** Hints at single files that appeared, changed or disappeared since the last call. */
    private synchronized void pollFiles() {
        Map<Path, FileIdentity> now = FileIdentity.ofFiles(files);
        for (Path file : files) {
            FileIdentity identity = now.get(file);
            if (identity == null ? singles.containsKey(file) : !identity.equals(singles.get(file))) {
                hintSink.accept(new Hint.PathHint(file));
            }
        }
        singles = now;
    }

    /** Stops the thread and waits for its end. A hint may still be sent while this method runs. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
