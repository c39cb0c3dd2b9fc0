package dev.lineman.input.snapshot;

import dev.lineman.input.Document;
import dev.lineman.input.snapshot.Snapshot.SnapshotEntry;
import dev.lineman.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Builds the next snapshot from the last one. A scan or a commit reader tells it what each path contains now. Not
 * thread-safe.
 */
public final class SnapshotBuilder {
    private final Snapshot last;
    /** Paths whose file was put, replaced or removed. */
    private final SortedSet<String> touched = new TreeSet<>();

    private final Table<SnapshotEntry> files;
    private final Table<List<Problem>> problems;
    private final Table<BlockReason> blocked;
    private final Table<Problem> unread;
    private final Table<Path> links;
    private TreePSet<String> unknown;
    private InputMounts mounts = InputMounts.NONE;
    /** Whether the next snapshot differs from the last one. */
    private boolean different;

    /** Starts with the content of a snapshot. */
    public SnapshotBuilder(Snapshot last) {
        this.last = last;
        this.files = new Table<>(last.parts().files());
        this.problems = new Table<>(last.parts().problems());
        this.blocked = new Table<>(last.parts().blocked());
        this.unread = new Table<>(last.parts().unread());
        this.links = new Table<>(last.parts().links());
        this.unknown = last.parts().unknown();
    }

    /** One of the maps of a snapshot. Does not remove entries on a lost mount. */
    private final class Table<V> {
        private TreePMap<String, V> map;

        Table(TreePMap<String, V> map) {
            this.map = map;
        }

        void put(String path, V value) {
            if (!value.equals(map.get(path))) {
                map = map.plus(path, value);
                different = true;
            }
        }

        /** Removes the entry at a path; false if there is none, or if it must stay. */
        boolean remove(String path) {
            if (!map.containsKey(path) || mounts.isLost(path)) {
                return false;
            }
            map = map.minus(path);
            different = true;
            return true;
        }

        /** The keys below a path, as a copy. */
        List<String> below(String path) {
            return map.isEmpty()
                    ? List.of()
                    : List.copyOf(Snapshot.below(map, path).keySet());
        }

        /** The children of a folder in this map that are not among its names. */
        List<String> absent(String folder, Set<String> names) {
            return SnapshotDiff.absent(map.navigableKeySet(), folder, names);
        }
    }

    /** Sets the lost mounts. From now on, the files on them stay as they are. */
    public void keepLostMounts(InputMounts now) {
        now.problems().forEach(problem -> block(problem.at().file(), problem));
        mounts = now;
    }

    /** Sets the mounts of the next snapshot. */
    public void setMounts(InputMounts now) {
        mounts = now;
        different |= !now.equals(last.mounts());
    }

    /** The file at this path so far; null if there is none. */
    @Nullable
    public SnapshotEntry entry(String path) {
        return files.map.get(path);
    }

    /** Sets the content and the problems of a file. */
    public void put(String path, SnapshotEntry entry, List<Problem> found) {
        if (!files.map.containsKey(path)) {
            removeBelow(path);
        }
        unread.remove(path);
        replace(path, entry);
        if (found.isEmpty()) {
            problems.remove(path);
        } else {
            problems.put(path, List.copyOf(found));
        }
        unknown = entry.broken() && entry.document() == null ? unknown.plus(path) : unknown.minus(path);
    }

    /** Replaces the entry of a file whose content is the same, under a new stamp. */
    public void replace(String path, SnapshotEntry entry) {
        touched.add(path);
        files.put(path, entry);
    }

    /** Records a file that is not read at this path, and nothing else. */
    public void unread(String path, Problem why) {
        unblock(path);
        removeFile(path);
        removeBelow(path);
        unread.put(path, why);
    }

    /** Whether the last snapshot has no files, as before the first scan. */
    public boolean isFirst() {
        return last.files().isEmpty();
    }

    /** The file that the scan waits for at this path; null if it does not wait. */
    public Settling.@Nullable Pending pendingFile(String path) {
        return blocked.map.get(path) instanceof BlockReason.BeingWritten waiting ? waiting.file() : null;
    }

    /** The files that may still be written. */
    public Set<String> beingWritten() {
        return blocked.map.keySet().stream()
                .filter(path -> pendingFile(path) != null)
                .collect(Collectors.toSet());
    }

    /** Records that this path cannot be read now. The content at and below it stays. */
    public void block(String path, Problem why) {
        block(path, new BlockReason.Unreadable(why));
    }

    /** Records that this path is not taken now. The content at and below it stays. */
    public void block(String path, BlockReason why) {
        blocked.below(path).forEach(blocked::remove);
        unread.remove(path);
        blocked.put(path, why);
    }

    /** Records that this path could be read. */
    public void unblock(String path) {
        blocked.remove(path);
    }

    /** Records a symbolic link, and the folder that it leads into. */
    public void link(String path, Path folder) {
        links.put(path, folder);
    }

    /** Records that there is no symbolic link at this path. */
    public void unlink(String path) {
        links.remove(path);
    }

    /** Records that there is a folder at this path, and not a file. */
    public void folder(String path) {
        unblock(path);
        unread.remove(path);
        removeFile(path);
    }

    /** Records that there is nothing at this path. */
    public void remove(String path) {
        folder(path);
        unlink(path);
        removeBelow(path);
    }

    /** Removes everything below a path. */
    private void removeBelow(String path) {
        files.below(path).forEach(this::removeFile);
        blocked.below(path).forEach(blocked::remove);
        unread.below(path).forEach(unread::remove);
        links.below(path).forEach(links::remove);
    }

    /** Removes a file with its problems. */
    private void removeFile(String path) {
        if (files.remove(path)) {
            touched.add(path);
            problems.remove(path);
            unknown = unknown.minus(path);
        }
    }

    /** Makes the next scan read all files below this path again, even if their stamps are equal. */
    public void markForReread(String folder) {
        Map.copyOf(Snapshot.below(files.map, folder))
                .forEach((path, known) -> replace(
                        path,
                        new SnapshotEntry(known.stamp(), known.digest(), known.document(), known.broken(), true)));
    }

    /** Removes the children of a folder that are not among its names. */
    public void listed(String folder, Set<String> names) {
        List.of(files, blocked, unread, links)
                .forEach(table -> table.absent(folder, names).forEach(this::remove));
    }

    /** The changes since the last snapshot, in the order of the paths. */
    public List<FileChange> changes() {
        List<FileChange> changes = new ArrayList<>();
        for (String path : touched) {
            SnapshotEntry entry = entry(path);
            Document before = last.document(path);
            Document after = entry == null ? null : entry.document();
            if (!Objects.equals(before, after)) {
                changes.add(new FileChange(path, before, after));
            }
        }
        return changes;
    }

    /** The next snapshot; the last one, the same object, if nothing differs. */
    public Snapshot snapshot() {
        return different
                ? new Snapshot(new Snapshot.Parts(
                        files.map, problems.map, blocked.map, unread.map, links.map, unknown, mounts))
                : last;
    }
}
