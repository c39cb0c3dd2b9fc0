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
 * Lets a scan see only working trees that Git is not changing, so that all files of a checkout are published together.
 * For one thread.
 */
public final class GitLockGate implements Cycle.Sight {
    private static final Duration POLL = Duration.ofMillis(100);

    /** The last events of a checkout may come a little later than the end of its lock. */
    private static final Duration SETTLE = Duration.ofMillis(50);

    /** A script that asks for the status of a repository without pause must not hold up the agent. */
    private static final int MOST_DISTURBED = 10;

    private final SnapshotScanner source;
    private final GitLocks locks;
    private final Consumer<List<String>> waiting;
    private List<String> leftBehind = List.of();
    private int disturbed;

    /** @param waiting takes the locks that are waited for; an empty list when there are none */
    GitLockGate(SnapshotScanner source, GitLocks locks, Consumer<List<String>> waiting) {
        this.source = source;
        this.locks = locks;
        this.waiting = waiting;
    }

    /** Git has changed a working tree during a scan: the scan may have read a half, and is to be repeated. */
    public static final class WorkingTreeChangedException extends IOException {
        private static final long serialVersionUID = 1;

        WorkingTreeChangedException() {
            super("Git changed a working tree while it was read");
        }
    }

    /**
     * Waits until Git changes no working tree.
     *
     * @param hints what to look at
     * @return these hints, and those that came while this waited
     */
    public List<Hint> await(Collection<Hint> hints, Debouncer bell) throws InterruptedException {
        List<Hint> all = new ArrayList<>(hints);
        locks.addWorkingTreesOf(all);
        boolean waited = false;
        while (!bell.stopped()) {
            GitLocks.LockState look = look();
            waiting.accept(look.held());
            boolean locked = !look.held().isEmpty();
            if (!locked && !waited) {
                break;
            }
            waited = locked;
            List<Hint> more = bell.await(locked ? POLL : SETTLE);
            locks.addWorkingTreesOf(more);
            all.addAll(more);
        }
        return all;
    }

    @Override
    public ScanResult scan(Snapshot last, Collection<Hint> hints) throws WorkingTreeChangedException {
        GitLocks.LockState before = look();
        ScanResult scanResult = source.scan(last, hints);
        locks.addWorkingTrees(scanResult.repositories());
        GitLocks.LockState after = look();
        if (locks.isChangedBetween(before, after) && disturbed < MOST_DISTURBED) {
            disturbed++;
            throw new WorkingTreeChangedException();
        }
        disturbed = 0;
        return scanResult;
    }

    private GitLocks.LockState look() {
        GitLocks.LockState look = locks.check();
        leftBehind = look.stale();
        return look;
    }

    /** A warning for each lock that is no longer waited for. */
    public List<Problem> problems() {
        return leftBehind.stream()
                .map(lock -> Problem.warning(
                        Position.of(lock),
                        "this lock of Git is older than 60 s, and Lineman no longer waits for it: remove it if no git"
                                + " runs"))
                .toList();
    }
}
