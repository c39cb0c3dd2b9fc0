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
 * Watches the index locks of the Git repositories around the root, and at and below the input folders. Git creates
 * {@code index.lock} before it changes the first file of a working tree, and removes it after the last one
 * (gitrepository-layout(5)). So the agent waits while there is a lock.
 *
 * <p>Remembers the known repositories and when it first saw each lock. Not thread-safe.
 */
public final class GitLocks {
    /** An older lock is stale: Git was killed and left it behind. It must not delay the agent for longer. */
    private static final Duration STALE_AFTER = Duration.ofSeconds(60);

    /** A younger index may belong to a checkout that ended during a scan. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    private final InputPaths inputs;
    private final InstantSource clock;
    private final LongSupplier nanos;
    /** Folders with a {@code .git}, which scans and hints found. */
    private final Set<Path> folders = new TreeSet<>();
    /** Repositories that {@link #check} has checked before. */
    private final Set<Path> seenRepositories = new HashSet<>();

    private Map<Path, Lock> locks = Map.of();

    /**
     * Starts without known locks.
     *
     * @param clock the clock of the times of files
     * @param nanos a clock of nanoseconds that never goes back
     */
    public GitLocks(InputPaths inputs, InstantSource clock, LongSupplier nanos) {
        this.inputs = inputs;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * A lock. Inode and modification time tell it from a later one at the same path.
     *
     * @param firstSeen on the clock that never goes back
     * @param stale whether it is too old to wait for
     */
    private record Lock(long inode, long modified, long firstSeen, boolean stale) {}

    /**
     * The state of all locks at one time. Immutable.
     *
     * @param held the locks to wait for: names below the root, or absolute paths
     * @param stale the locks that are too old to wait for
     * @param indices the stamp of each repository's index, by Git's folder
     */
    public record LockState(List<String> held, List<String> stale, Map<Path, FileStamp> indices) {
        public LockState {
            held = List.copyOf(held);
            stale = List.copyOf(stale);
            indices = Map.copyOf(indices);
        }
    }

    /** Adds folders that have a {@code .git}. */
    public void addWorkingTrees(Collection<Path> repositories) {
        folders.addAll(repositories);
    }

    /**
     * Adds the working trees that contain the hinted files. The cost depends on the number of hints, not on the
     * fleet.
     */
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
     * Checks the lock of each known repository. A lock becomes stale after one minute on the clock that never goes
     * back. Its file times count only at the first check of its repository: a lock that is older than a minute then
     * is stale at once.
     */
    public LockState check() {
        Map<Path, Lock> seen = new HashMap<>();
        Map<Path, FileStamp> indices = new HashMap<>();
        Set<String> held = new TreeSet<>();
        Set<String> stale = new TreeSet<>();
        for (Path git : repositories()) {
            boolean first = seenRepositories.add(git);
            Path path = git.resolve("index.lock");
            Lock lock = lock(path, first);
            if (lock != null) {
                seen.put(path, lock);
                (lock.stale() ? stale : held).add(inputs.name(path));
            }
            FileStamp index = stampOf(git.resolve("index"));
            if (index != null) {
                indices.put(git, index);
            }
        }
        locks = seen;
        return new LockState(new ArrayList<>(held), new ArrayList<>(stale), indices);
    }

    /**
     * Whether Git changed, or may have changed, a working tree between two checks. That is so if a lock is held, if
     * an index differs, or if a new repository has a young index.
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

    /**
     * The lock at a path; null if there is none.
     *
     * @param first whether this is the first check of the repository
     */
    private @Nullable Lock lock(Path path, boolean first) {
        FileStamp now = stampOf(path);
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
        boolean stale = before.stale() || nanosecond - before.firstSeen() >= STALE_AFTER.toNanos();
        return new Lock(now.inode(), now.modified(), before.firstSeen(), stale);
    }

    /** Git's folders of all known working trees. Forgets folders that have no {@code .git} any more. */
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

    /** The stamp of a file; null if it is missing or cannot be read. */
    private static @Nullable FileStamp stampOf(Path path) {
        try {
            PathStatus status = PathStatus.of(path);
            return status == null ? null : status.stamp();
        } catch (IOException e) {
            return null;
        }
    }
}
