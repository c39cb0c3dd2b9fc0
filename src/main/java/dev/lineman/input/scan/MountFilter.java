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
 * Passes on what a walk comes upon, but not what lies where a mount is lost. Learns which mounts there are, and which lost files
 * are back without theirs. For one thread and one scan.
 */
final class MountFilter implements WalkListener {
    private final WalkListener next;
    private final InputMounts mounts;
    private final Snapshot last;
    private final boolean comparesContent;
    private final Map<String, Path> opened = new TreeMap<>();
    private final Set<String> absent = new TreeSet<>();

    /** Files below lost mounts that are as they were, and mounts below which one is not. */
    private final Set<String> unchangedFiles = new HashSet<>();

    private final Set<String> changedMounts = new HashSet<>();

    /** @param reads whether files are compared by their content, or only by their size */
    MountFilter(WalkListener next, InputMounts mounts, Snapshot last, boolean reads) {
        this.next = next;
        this.mounts = mounts;
        this.last = last;
        this.comparesContent = reads;
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

    /** The lost mounts whose files, as they were last known, lie there without them. */
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

    /** The mounts that are known by now. */
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
