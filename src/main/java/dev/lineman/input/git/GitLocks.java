package dev.lineman.input.git;

import dev.lineman.fs.FileStamp;
import dev.lineman.input.InputPaths;
import dev.lineman.input.PathStatus;
import dev.lineman.input.watch.Hint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The index locks of the Git repositories around the root, and at and below the input folders. Git creates {@code index.lock}
 * before it changes the first file of a working tree, and removes it after the last (git-worktree(1), gitrepository-layout(5)).
 * Remembers which repositories there are, and since when it has seen each lock. For one thread.
 */
public final class GitLocks {
    /** A lock that Git left behind when it was killed must not hold up the agent for longer. */
    private static final Duration STALE_AFTER = Duration.ofSeconds(60);

    /** An index that is as young as this may belong to a checkout that ended during a scan. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    private final InputPaths inputs;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Set<Path> folders = new TreeSet<>();
    private final Set<Path> seenRepositories = new HashSet<>();
    private Map<Path, Lock> locks = Map.of();

    /**
     * @param clock that the times of files are compared with
     * @param nanos a clock of nanoseconds that never goes back
     */
    public GitLocks(InputPaths inputs, InstantSource clock, LongSupplier nanos) {
        this.inputs = inputs;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** A lock, told by its inode and modification time from a later one at the same path. */
    private record Lock(long inode, long modified, long firstSeen, boolean stale) {}

    /**
     * One look at all locks.
     *
     * @param held the locks to wait for, by their paths below the root where they lie there
     * @param stale the locks that were held for too long to wait for
     * @param indices what each repository's index looks like, by the folder of the repository
     */
    public record LockState(List<String> held, List<String> stale, Map<Path, FileStamp> indices) {
        public LockState {
            held = List.copyOf(held);
            stale = List.copyOf(stale);
            indices = Map.copyOf(indices);
        }
    }

    /** Takes note of folders that have a {@code .git}. */
    public void addWorkingTrees(Collection<Path> repositories) {
        folders.addAll(repositories);
    }

    /** Takes note of the repositories that the hinted files lie in. Costs what the hints name. */
    public void addWorkingTreesOf(Collection<Hint> hints) {
        Set<Path> met = new HashSet<>();
        for (Hint hint : hints) {
            if (hint instanceof Hint.PathHint at && inputs.isBelowFolder(at.path())) {
                Path folder = at.path().getParent();
                while (folder != null && !folder.equals(inputs.root()) && met.add(folder)) {
                    if (!folders.contains(folder) && Files.exists(folder.resolve(WorkingTrees.GIT))) {
                        folders.add(folder);
                    }
                    folder = folder.getParent();
                }
            }
        }
    }

    /**
     * Looks at the lock of each repository that is known. A lock is waited for until it has been seen for a minute, by the
     * clock that never goes back. Its own times count only when its repository is looked at for the first time: one that is older
     * than a minute then was left behind before the start.
     */
    public LockState check() {
        Map<Path, Lock> seen = new HashMap<>();
        Map<Path, FileStamp> indices = new HashMap<>();
        Set<String> held = new TreeSet<>();
        Set<String> leftBehind = new TreeSet<>();
        for (Path git : repositories()) {
            boolean first = seenRepositories.add(git);
            Path path = git.resolve("index.lock");
            Lock lock = lock(path, first);
            if (lock != null) {
                seen.put(path, lock);
                (lock.stale() ? leftBehind : held).add(inputs.name(path));
            }
            FileStamp index = signature(git.resolve("index"));
            if (index != null) {
                indices.put(git, index);
            }
        }
        locks = seen;
        return new LockState(new ArrayList<>(held), new ArrayList<>(leftBehind), indices);
    }

    /**
     * Whether Git changed, or may have changed, a working tree between two looks: a lock is held, an index differs, or a
     * repository was not known at the first look and its index is young.
     */
    public boolean isChangedBetween(LockState before, LockState after) {
        if (!after.held().isEmpty()) {
            return true;
        }
        long young = FileStamp.nanoseconds(clock.instant().minus(YOUNG));
        return after.indices().entrySet().stream().anyMatch(index -> {
            FileStamp old = before.indices().get(index.getKey());
            return old == null ? index.getValue().lastChange() > young : !old.equals(index.getValue());
        });
    }

    private @Nullable Lock lock(Path path, boolean first) {
        FileStamp now = signature(path);
        if (now == null) {
            return null;
        }
        Lock before = locks.get(path);
        long nanosecond = nanos.getAsLong();
        if (before == null || before.inode() != now.inode() || before.modified() != now.modified()) {
            boolean old =
                    now.lastChange() < FileStamp.nanoseconds(clock.instant().minus(STALE_AFTER));
            return new Lock(now.inode(), now.modified(), nanosecond, first && old);
        }
        boolean leftBehind = before.stale() || nanosecond - before.firstSeen() >= STALE_AFTER.toNanos();
        return new Lock(now.inode(), now.modified(), before.firstSeen(), leftBehind);
    }

    /** The folders that Git keeps about the working trees. */
    private Set<Path> repositories() {
        Set<Path> all = new LinkedHashSet<>();
        addAround(inputs.root(), all);
        inputs.folders().forEach(folder -> addAround(inputs.resolve(folder), all));
        inputs.kinds().forEach(folder -> addAround(inputs.resolve(folder), all));
        folders.removeIf(folder -> {
            try {
                Path git = WorkingTrees.gitFolder(folder);
                if (git != null) {
                    all.add(git);
                }
                return !Files.exists(folder.resolve(WorkingTrees.GIT));
            } catch (IOException | InvalidPathException e) {
                return false;
            }
        });
        return all;
    }

    private static void addAround(Path folder, Set<Path> all) {
        try {
            WorkingTrees.Tree tree = WorkingTrees.around(folder);
            if (tree != null) {
                all.add(tree.git());
            }
        } catch (IOException | InvalidPathException e) {
            // A folder that is missing or cannot be read has no lock to wait for; the scan reports it.
        }
    }

    private static @Nullable FileStamp signature(Path path) {
        try {
            PathStatus status = PathStatus.of(path);
            return status == null ? null : status.stamp();
        } catch (IOException e) {
            return null;
        }
    }
}
