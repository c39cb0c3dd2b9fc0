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

/** The next snapshot while it is made out of the last one. For one thread. */
public final class SnapshotBuilder {
    private final Snapshot last;
    private final SortedSet<String> touched = new TreeSet<>();
    private final Table<SnapshotEntry> files;
    private final Table<List<Problem>> problems;
    private final Table<BlockReason> blocked;
    private final Table<Problem> unread;
    private final Table<Path> links;
    private TreePSet<String> unknown;
    private InputMounts mounts = InputMounts.NONE;
    private boolean different;

    public SnapshotBuilder(Snapshot last) {
        this.last = last;
        this.files = new Table<>(last.parts().files());
        this.problems = new Table<>(last.parts().problems());
        this.blocked = new Table<>(last.parts().blocked());
        this.unread = new Table<>(last.parts().unread());
        this.links = new Table<>(last.parts().links());
        this.unknown = last.parts().unknown();
    }

    /** One of the maps of a snapshot. What lies on a lost mount is not removed from it. */
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

        boolean remove(String path) {
            if (!map.containsKey(path) || mounts.isLost(path)) {
                return false;
            }
            map = map.minus(path);
            different = true;
            return true;
        }

        List<String> below(String path) {
            return map.isEmpty()
                    ? List.of()
                    : List.copyOf(Snapshot.below(map, path).keySet());
        }

        List<String> absent(String folder, Set<String> names) {
            return SnapshotDiff.absent(map.navigableKeySet(), folder, names);
        }
    }

    /** Notes which mounts are lost: from now on, what lies there stays as it is. */
    public void keepLostMounts(InputMounts now) {
        now.problems().forEach(problem -> block(problem.at().file(), problem));
        mounts = now;
    }

    /** Notes which mounts the files lie on. */
    public void setMounts(InputMounts now) {
        mounts = now;
        different |= !now.equals(last.mounts());
    }

    @Nullable
    public SnapshotEntry entry(String path) {
        return files.map.get(path);
    }

    /** Notes what a file holds now. */
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

    /** Notes that a file's content is what it was, under a new signature. */
    public void replace(String path, SnapshotEntry entry) {
        touched.add(path);
        files.put(path, entry);
    }

    /** Notes that there is a file at this path, and nothing else, that is not read. */
    public void unread(String path, Problem why) {
        unblock(path);
        removeFile(path);
        removeBelow(path);
        unread.put(path, why);
    }

    /** Whether this is the first scan. */
    public boolean isFirst() {
        return last.files().isEmpty();
    }

    /** The file as it was waited for so far; null when it was not. */
    public Settling.@Nullable Pending pendingFile(String path) {
        return blocked.map.get(path) instanceof BlockReason.BeingWritten waiting ? waiting.file() : null;
    }

    /** The files that may still be written. */
    public Set<String> beingWritten() {
        return blocked.map.keySet().stream()
                .filter(path -> pendingFile(path) != null)
                .collect(Collectors.toSet());
    }

    /** Notes that nobody can look at this path now, nor below it: what is known there stays. */
    public void block(String path, Problem why) {
        block(path, new BlockReason.Unreadable(why));
    }

    /** Notes that this path is not taken now: what is known there stays. */
    public void block(String path, BlockReason why) {
        blocked.below(path).forEach(blocked::remove);
        unread.remove(path);
        blocked.put(path, why);
    }

    /** Notes that this path could be looked at. */
    public void unblock(String path) {
        blocked.remove(path);
    }

    public void link(String path, Path folder) {
        links.put(path, folder);
    }

    public void unlink(String path) {
        links.remove(path);
    }

    /** Notes that there is a folder at this path, and no file. */
    public void folder(String path) {
        unblock(path);
        unread.remove(path);
        removeFile(path);
    }

    /** Notes that there is nothing at this path. */
    public void remove(String path) {
        folder(path);
        unlink(path);
        removeBelow(path);
    }

    private void removeBelow(String path) {
        files.below(path).forEach(this::removeFile);
        blocked.below(path).forEach(blocked::remove);
        unread.below(path).forEach(unread::remove);
        links.below(path).forEach(links::remove);
    }

    private void removeFile(String path) {
        if (files.remove(path)) {
            touched.add(path);
            problems.remove(path);
            unknown = unknown.minus(path);
        }
    }

    /** Notes that everything known at and below this path has to be read again, whatever its signature says. */
    public void markForReread(String folder) {
        Map.copyOf(Snapshot.below(files.map, folder))
                .forEach((path, known) -> replace(
                        path,
                        new SnapshotEntry(known.stamp(), known.digest(), known.document(), known.broken(), true)));
    }

    /** Notes that a folder holds these names and no others. */
    public void listed(String folder, Set<String> names) {
        List.of(files, blocked, unread, links)
                .forEach(table -> table.absent(folder, names).forEach(this::remove));
    }

    /** What differs from the last snapshot, in the order of the paths. */
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

    public Snapshot snapshot() {
        return different
                ? new Snapshot(new Snapshot.Parts(
                        files.map, problems.map, blocked.map, unread.map, links.map, unknown, mounts))
                : last;
    }
}
