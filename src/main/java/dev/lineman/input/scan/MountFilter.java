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
    private final boolean reads;
    private final Map<String, Path> opened = new TreeMap<>();
    private final Set<String> absent = new TreeSet<>();

    /** Files below lost mounts that are as they were, and mounts below which one is not. */
    private final Set<String> back = new HashSet<>();

    private final Set<String> different = new HashSet<>();

    /** @param reads whether files are compared by their content, or only by their size */
    MountFilter(WalkListener next, InputMounts mounts, Snapshot last, boolean reads) {
        this.next = next;
        this.mounts = mounts;
        this.last = last;
        this.reads = reads;
    }

    @Override
    public void file(OpenFolder in, Path name, String path, PathStatus status) {
        String lost = mounts.above(path);
        if (lost == null) {
            next.file(in, name, path, status);
            return;
        }
        SnapshotEntry known = last.entry(path);
        if (known != null && !different.contains(lost)) {
            if (isAsItWas(in, name, status, known)) {
                back.add(path);
            } else {
                different.add(lost);
            }
        }
    }

    private boolean isAsItWas(OpenFolder in, Path name, PathStatus status, SnapshotEntry known) {
        try {
            long size = known.signature().size();
            return status.signature().size() == size
                    && (!reads || known.digest().equals(StableReader.digest(in, name, size, null)));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void opened(String path, Path real, FileStamp before) {
        if (!mounts.holds(path)) {
            opened.put(path, real);
            next.opened(path, real, before);
        }
    }

    @Override
    public void listed(String path, Set<String> names) {
        if (!mounts.holds(path)) {
            absent.addAll(SnapshotDiff.absent(mounts.known().navigableKeySet(), path, names));
            next.listed(path, names);
        }
    }

    @Override
    public void link(String path, Path folder) {
        if (!mounts.holds(path)) {
            next.link(path, folder);
        }
    }

    @Override
    public void noLink(String path) {
        if (!mounts.holds(path)) {
            next.noLink(path);
        }
    }

    @Override
    public void missing(String path) {
        if (!mounts.holds(path)) {
            absent.add(path);
            next.missing(path);
        }
    }

    @Override
    public void unread(String path, Problem why) {
        if (!mounts.holds(path)) {
            next.unread(path, why);
        }
    }

    @Override
    public void blocked(String path, Problem why) {
        if (!mounts.holds(path)) {
            next.blocked(path, why);
        }
    }

    /** The lost mounts whose files, as they were last known, lie there without them. */
    Set<String> restored() {
        Set<String> restored = new TreeSet<>();
        for (String path : mounts.lost()) {
            Set<String> known = last.at(path);
            if (!different.contains(path) && !known.isEmpty() && back.containsAll(known)) {
                restored.add(path);
            }
        }
        return restored;
    }

    /** The mounts that are known by now. */
    InputMounts learned(MountTable table, InputPaths inputs) {
        Path root;
        try {
            root = inputs.root().toRealPath();
        } catch (IOException e) {
            return mounts;
        }
        absent.removeIf(path -> mounts.lost().stream().anyMatch(lost -> InputPaths.within(path, lost)));
        InputMounts known = mounts.without(absent);
        for (String point : table.below(root.toString())) {
            String path = inputs.name(inputs.root().resolve(root.relativize(Path.of(point))));
            Mount mount = table.at(point);
            if (mount != null && inputs.isInput(path) && !known.holds(path)) {
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
            Mount mount = table.at(real.toString());
            boolean own = mount != null && (plain ? real.toString().equals(mount.point()) : !known.isOn(path, mount));
            known = mount != null && own ? known.with(path, mount) : known.without(path);
        }
        return known;
    }
}
