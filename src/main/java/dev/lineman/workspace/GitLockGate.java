package dev.lineman.workspace;

import dev.lineman.build.Cycle;
import dev.lineman.input.git.GitLocks;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Debouncer;
import dev.lineman.input.watch.Hint;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Delays scans while Git changes a working tree, so that one publication holds all files of a checkout. It watches
 * the index locks of Git ({@code .git/index.lock}). The agent calls {@link #awaitUnlocked} before each cycle, and the
 * cycle scans through {@link #scan}. For one thread.
 */
public final class GitLockGate implements Cycle.InputScanner {
    /** How often to look whether a lock is gone. Phones wait for half of it, and a check takes a fraction of a millisecond. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    /** The file system can report the last events of a checkout a little after its lock is gone. */
    private static final Duration SETTLE_TIME = Duration.ofMillis(50);

    /**
     * How many scans in a row are repeated. A script that runs {@code git status} in a loop takes the lock again and
     * again, and must not stop the agent.
     */
    private static final int MAX_REPEATS = 10;

    private final SnapshotScanner scanner;
    private final GitLocks locks;
    private final Consumer<List<String>> onLocksChanged;

    /** The locks that are too old to wait for. Each is a problem until it is gone. */
    private List<String> staleLocks = List.of();

    /** How many scans in a row Git has interrupted. */
    private int repeats;

    /**
     * Creates a gate.
     *
     * @param scanner makes the snapshots
     * @param locks finds the repositories of the inputs and their locks
     * @param onLocksChanged receives the paths of the locks that this waits for; an empty list when there are none
     */
    GitLockGate(SnapshotScanner scanner, GitLocks locks, Consumer<List<String>> onLocksChanged) {
        this.scanner = scanner;
        this.locks = locks;
        this.onLocksChanged = onLocksChanged;
    }

    /**
     * Git changed a working tree during a scan. The snapshot can hold half of a checkout, so the caller must repeat
     * the scan.
     */
    public static final class WorkingTreeChangedException extends IOException {
        private static final long serialVersionUID = 1;

        WorkingTreeChangedException() {
            super("Git changed a working tree while it was read");
        }
    }

    /**
     * Waits until Git changes no working tree, or until the agent stops.
     *
     * @param hints what the next scan looks at
     * @param debouncer collects the hints that arrive during the wait
     * @return {@code hints}, and the hints that arrived during the wait
     */
    public List<Hint> awaitUnlocked(Collection<Hint> hints, Debouncer debouncer) throws InterruptedException {
        List<Hint> all = new ArrayList<>(hints);
        locks.addWorkingTreesOf(all);
        boolean waited = false;
        while (!debouncer.stopped()) {
            GitLocks.LockState lockState = checkLocks();
            onLocksChanged.accept(lockState.held());
            boolean locked = !lockState.held().isEmpty();
            if (!locked && !waited) {
                break;
            }
            waited = locked;
            if (locked) {
                debouncer.pause(POLL_INTERVAL);
                continue;
            }
            List<Hint> more = debouncer.await(SETTLE_TIME);
            locks.addWorkingTreesOf(more);
            all.addAll(more);
        }
        return all;
    }

    /**
     * Scans, and compares the locks before and after it.
     *
     * @throws WorkingTreeChangedException if Git changed a working tree meanwhile
     */
    @Override
    public ScanResult scan(Snapshot last, Collection<Hint> hints) throws WorkingTreeChangedException {
        GitLocks.LockState before = checkLocks();
        ScanResult scanResult = scanner.scan(last, hints);
        locks.addWorkingTrees(scanResult.repositories());
        GitLocks.LockState after = checkLocks();
        if (locks.isChangedBetween(before, after) && repeats < MAX_REPEATS) {
            repeats++;
            throw new WorkingTreeChangedException();
        }
        repeats = 0;
        return scanResult;
    }

    /** Reads which locks exist now, and notes those that are too old to wait for. */
    private GitLocks.LockState checkLocks() {
        GitLocks.LockState lockState = locks.check();
        staleLocks = lockState.stale();
        return lockState;
    }

    /** Returns a warning for each lock that is too old to wait for. */
    public List<Problem> problems() {
        return staleLocks.stream()
                .map(lock -> Problem.warning(
                        Position.of(lock),
                        "this lock of Git is older than 60 s, and Lineman no longer waits for it: remove it if no git"
                                + " runs"))
                .toList();
    }
}
