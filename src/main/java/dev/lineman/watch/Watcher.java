package dev.lineman.watch;

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
 * #reliable} is false.
 */
public final class Watcher implements AutoCloseable {
    private static final long SECOND = 1_000_000_000L;

    /** How long to go on without when the system refuses watches: each attempt walks all folders. */
    private static final long PATIENCE = 60 * SECOND;

    private static final Hint EVERYTHING = new Hint.Everything();

    private final List<Path> folders;
    private final List<Path> files;
    private final Bell bell;
    private final Consumer<String> says;
    private final LongSupplier nanoseconds;
    private final Thread thread;
    private final EventLog events = new EventLog();

    private volatile Set<Path> targets = Set.of();
    private volatile boolean closed;
    private volatile boolean reliable = true;

    /**
     * Starts to watch. Returns at once; when the watches are in place, the bell rings for everything.
     *
     * @param folders watched with all that is below them, but for names that begin with a dot; each may be missing, or a
     *     symbolic link
     * @param files single files, looked at once a second; each may be missing
     * @param bell rung from threads of the watcher, with paths below the folders as they are named here
     * @param says takes a sentence for the administrator when events become unreliable, once until they are reliable again
     * @param nanoseconds a clock that only goes forward
     */
    public Watcher(
            Collection<Path> folders,
            Collection<Path> files,
            Bell bell,
            Consumer<String> says,
            LongSupplier nanoseconds) {
        this.folders = List.copyOf(folders);
        this.files = List.copyOf(files);
        this.bell = bell;
        this.says = says;
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
    public void watchToo(Collection<Path> real) {
        Collection<Identity> watched = Identity.ofFolders(folders).values();
        targets = real.stream()
                .filter(target -> watched.stream().noneMatch(folder -> folder.shows(target)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Watches all anew if no event told of one of these changes, which were found by looking. */
    public void verify(Collection<Hint> changed) {
        events.suspect(changed);
    }

    /** Whether the operating system tells of all that happens; false from when it refused a watch until it grants all. */
    public boolean reliable() {
        return reliable;
    }

    private void run() {
        Map<Path, Identity> singles = Identity.ofFiles(files);
        while (!closed) {
            Set<Path> besides = targets;
            try (Watches watches = Watches.over(folders, besides, this::ring)) {
                bell.ring(EVERYTHING);
                long retry = nanoseconds.getAsLong() + PATIENCE;
                do {
                    judge(watches);
                    LockSupport.parkNanos(this, SECOND);
                    singles = lookAtFiles(singles);
                } while (!closed && besides.equals(targets) && holds(watches, retry));
            }
        }
    }

    private boolean holds(Watches watches, long retry) {
        return !watches.doubtful()
                && !events.missed()
                && (reliable || nanoseconds.getAsLong() - retry < 0)
                && watches.identities().equals(Identity.ofFolders(folders));
    }

    private void ring(Hint hint) {
        events.note(hint);
        bell.ring(hint);
    }

    private void judge(Watches watches) {
        String refused = watches.refused();
        if (reliable && refused != null) {
            says.accept(refused);
        }
        reliable = refused == null;
    }

    private Map<Path, Identity> lookAtFiles(Map<Path, Identity> before) {
        Map<Path, Identity> now = Identity.ofFiles(files);
        for (Path file : files) {
            Identity identity = now.get(file);
            if (identity == null ? before.containsKey(file) : !identity.equals(before.get(file))) {
                bell.ring(new Hint.At(file));
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
