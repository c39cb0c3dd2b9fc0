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
 * Rings a bell when something happens in folders, or to single files. Events come from the operating system; a look once
 * a second finds what sends none: a folder that was replaced, appeared or went, a single file that changed. Whenever
 * events may have been lost, the bell rings for everything and all is watched anew.
 *
 * <p>Events alone are never enough: whoever listens has to look for differences by a timer too, and often while {@link
 * #isReliable} is false.
 */
public final class FileWatcher implements AutoCloseable {
    private static final long SECOND = 1_000_000_000L;

    /** How long to go on without when the system refuses watches: each attempt walks all folders. */
    private static final long RETRY_AFTER = 60 * SECOND;

    private static final Hint EVERYTHING = new Hint.FullScanHint();

    private final List<Path> folders;
    private final List<Path> files;
    private final HintSink hintSink;
    private final Consumer<String> warnings;
    private final LongSupplier nanoseconds;
    private final Thread thread;
    private final RecentEvents events = new RecentEvents();

    private volatile Set<Path> linkTargets = Set.of();
    private volatile boolean closed;
    private volatile boolean reliable = true;

    /**
     * Starts to watch. Returns at once; when the watches are in place, the bell rings for everything.
     *
     * @param folders watched with all that is below them, but for names that begin with a dot; each may be missing, or a
     *     symbolic link
     * @param files single files, looked at once a second; each may be missing
     * @param hintSink rung from threads of the watcher, with paths below the folders as they are named here
     * @param says takes a sentence for the administrator when events become unreliable, once until they are reliable again
     * @param nanoseconds a clock that only goes forward
     */
    public FileWatcher(
            Collection<Path> folders,
            Collection<Path> files,
            HintSink hintSink,
            Consumer<String> says,
            LongSupplier nanoseconds) {
        this.folders = List.copyOf(folders);
        this.files = List.copyOf(files);
        this.hintSink = hintSink;
        this.warnings = says;
        this.nanoseconds = nanoseconds;
        this.thread = new Thread(this::run, "watch");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /**
     * Watches what symbolic links lead to, besides the folders: what happens there rings by the real path.
     *
     * @param real the real paths of folders; those that are watched anyway are left out
     */
    public void watchLinkTargets(Collection<Path> real) {
        Collection<FileIdentity> watched = FileIdentity.ofFolders(folders).values();
        linkTargets = real.stream()
                .filter(target -> watched.stream().noneMatch(folder -> folder.covers(target)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Watches all anew if no event told of one of these changes, which were found by looking. */
    public void checkForMissedEvents(Collection<Hint> changed) {
        events.expect(changed);
    }

    /** Whether the operating system tells of all that happens; false from when it refused a watch until it grants all. */
    public boolean isReliable() {
        return reliable;
    }

    private void run() {
        Map<Path, FileIdentity> singles = FileIdentity.ofFiles(files);
        while (!closed) {
            Set<Path> besides = linkTargets;
            try (FolderWatches folderWatches = FolderWatches.open(folders, besides, this::forward)) {
                hintSink.accept(EVERYTHING);
                long retry = nanoseconds.getAsLong() + RETRY_AFTER;
                do {
                    updateReliability(folderWatches);
                    LockSupport.parkNanos(this, SECOND);
                    singles = pollFiles(singles);
                } while (!closed && besides.equals(linkTargets) && isCurrent(folderWatches, retry));
            }
        }
    }

    private boolean isCurrent(FolderWatches folderWatches, long retry) {
        return !folderWatches.eventsLost()
                && !events.hasMissedEvent()
                && (reliable || nanoseconds.getAsLong() - retry < 0)
                && folderWatches.identities().equals(FileIdentity.ofFolders(folders));
    }

    private void forward(Hint hint) {
        events.record(hint);
        hintSink.accept(hint);
    }

    private void updateReliability(FolderWatches folderWatches) {
        String refused = folderWatches.limitMessage();
        if (reliable && refused != null) {
            warnings.accept(refused);
        }
        reliable = refused == null;
    }

    private Map<Path, FileIdentity> pollFiles(Map<Path, FileIdentity> before) {
        Map<Path, FileIdentity> now = FileIdentity.ofFiles(files);
        for (Path file : files) {
            FileIdentity identity = now.get(file);
            if (identity == null ? before.containsKey(file) : !identity.equals(before.get(file))) {
                hintSink.accept(new Hint.PathHint(file));
            }
        }
        return now;
    }

    /** Stops to watch. An event that was on its way may still ring the bell while this runs. */
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
