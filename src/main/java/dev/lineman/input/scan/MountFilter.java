package dev.lineman.input.scan;

import dev.lineman.fs.FileStamp;
import dev.lineman.input.InputPaths;
import dev.lineman.input.OpenFolder;
import dev.lineman.input.PathStatus;
import dev.lineman.input.WalkListener;
import dev.lineman.input.snapshot.InputMounts;
import dev.lineman.input.snapshot.Mount;
import dev.lineman.input.snapshot.MountTable;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.snapshot.Snapshot.SnapshotEntry;
import dev.lineman.input.snapshot.SnapshotDiff;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Passes on the findings of a walk, except those on lost mounts. Also learns the present mounts, and which lost files
 * are back without their mount. Used for one scan. Not thread-safe.
 */
final class MountFilter implements WalkListener {
    private final WalkListener next;
    private final InputMounts mounts;
    private final Snapshot last;
    /** Whether files are compared by content, or only by size. */
    private final boolean comparesContent;
    /** Real paths of the folders that the walk opened, by name. */
    private final Map<String, Path> opened = new TreeMap<>();
    /** Paths where the walk found nothing. */
    private final Set<String> absent = new TreeSet<>();

    /** Files on lost mounts whose content is the known one. */
    private final Set<String> unchangedFiles = new HashSet<>();

    /** Lost mounts with a file whose content is not the known one. */
    private final Set<String> changedMounts = new HashSet<>();

    /**
     * A filter in front of another listener.
     *
     * @param mounts the mounts, with the lost ones marked
     * @param comparesContent whether files are compared by content, or only by size
     */
    MountFilter(WalkListener next, InputMounts mounts, Snapshot last, boolean comparesContent) {
        this.next = next;
        this.mounts = mounts;
        this.last = last;
        this.comparesContent = comparesContent;
    }

    @Override
    public void file(OpenFolder in, Path name, String path, PathStatus status) {
        String lost = mounts.lostMountOf(path);
        if (lost == null) {
            next.file(in, name, path, status);
            return;
        }
        SnapshotEntry known = last.entry(path);
        if (known != null && !changedMounts.contains(lost)) {
            if (isUnchanged(in, name, status, known)) {
                unchangedFiles.add(path);
            } else {
                changedMounts.add(lost);
            }
        }
    }

    /** Whether a file has the known content. */
    private boolean isUnchanged(OpenFolder in, Path name, PathStatus status, SnapshotEntry known) {
        try {
            long size = known.stamp().size();
            return status.stamp().size() == size
                    && (!comparesContent || known.digest().equals(StableReader.digest(in, name, size, null)));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void opened(String path, Path real, FileStamp before) {
        if (!mounts.isLost(path)) {
            opened.put(path, real);
            next.opened(path, real, before);
        }
    }

    @Override
    public void listed(String path, Set<String> names) {
        if (!mounts.isLost(path)) {
            absent.addAll(SnapshotDiff.absent(mounts.known().navigableKeySet(), path, names));
            next.listed(path, names);
        }
    }

    @Override
    public void link(String path, Path folder) {
        if (!mounts.isLost(path)) {
            next.link(path, folder);
        }
    }

    @Override
    public void notLink(String path) {
        if (!mounts.isLost(path)) {
            next.notLink(path);
        }
    }

    @Override
    public void missing(String path) {
        if (!mounts.isLost(path)) {
            absent.add(path);
            next.missing(path);
        }
    }

    @Override
    public void unread(String path, Problem why) {
        if (!mounts.isLost(path)) {
            next.unread(path, why);
        }
    }

    @Override
    public void blocked(String path, Problem why) {
        if (!mounts.isLost(path)) {
            next.blocked(path, why);
        }
    }

    /** The lost mounts whose known files are all there again, with the same content, but without the mount. */
    Set<String> restored() {
        Set<String> restored = new TreeSet<>();
        for (String path : mounts.lost()) {
            Set<String> known = last.filesAt(path);
            if (!changedMounts.contains(path) && !known.isEmpty() && unchangedFiles.containsAll(known)) {
                restored.add(path);
            }
        }
        return restored;
    }

    /** The mounts that are known after the walk. */
    InputMounts knownMounts(MountTable table, InputPaths inputs) {
        Path root;
        try {
            root = inputs.root().toRealPath();
        } catch (IOException e) {
            return mounts;
        }
        absent.removeIf(path -> mounts.lost().stream().anyMatch(lost -> InputPaths.isWithin(path, lost)));
        InputMounts known = mounts.without(absent);
        for (String point : table.mountPointsBelow(root.toString())) {
            String path = inputs.name(inputs.root().resolve(root.relativize(Path.of(point))));
            Mount mount = table.mountOf(point);
            if (mount != null && inputs.isInput(path) && !known.isLost(path)) {
                known = known.with(path, mount);
            }
        }
        for (Map.Entry<String, Path> folder : opened.entrySet()) {
            String path = folder.getKey();
            Path real = folder.getValue();
            boolean plain = path.indexOf('/') >= 0 && real.equals(root.resolve(path));
            if (plain && !known.known().containsKey(path)) {
                continue;
            }
            Mount mount = table.mountOf(real.toString());
            boolean own = mount != null && (plain ? real.toString().equals(mount.point()) : !known.isOn(path, mount));
            known = mount != null && own ? known.with(path, mount) : known.without(path);
        }
        return known;
    }
}
