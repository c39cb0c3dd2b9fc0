package dev.lineman.input.snapshot;

import dev.lineman.fs.FileStamp;
import dev.lineman.input.OpenFolder;
import dev.lineman.input.PathStatus;
import dev.lineman.input.WalkListener;
import dev.lineman.input.snapshot.Snapshot.SnapshotEntry;
import dev.lineman.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Compares the findings of a walk with a snapshot, and collects the paths that differ. The periodic scan uses it to
 * find changes without an event. Not thread-safe.
 */
public final class SnapshotDiff implements WalkListener {
    private final Snapshot last;
    /** Paths that differ for certain. */
    private final SortedSet<String> paths = new TreeSet<>();
    /** Files that were read too soon after a change, with an equal stamp. */
    private final SortedSet<String> young = new TreeSet<>();

    public SnapshotDiff(Snapshot last) {
        this.last = last;
    }

    /** The paths to scan. */
    public SortedSet<String> paths() {
        SortedSet<String> all = new TreeSet<>(paths);
        all.addAll(young);
        return all;
    }

    /** The paths that certainly differ. Leaves out files that were only read too soon after a change. */
    public SortedSet<String> changed() {
        return paths;
    }

    @Override
    public void file(OpenFolder in, Path name, String path, PathStatus status) {
        SnapshotEntry known = last.entry(path);
        if (known != null
                && known.young()
                && known.stamp().equals(status.stamp())
                && !last.parts().blocked().containsKey(path)) {
            young.add(path);
        } else if (known == null
                || !known.stamp().equals(status.stamp())
                || last.parts().blocked().containsKey(path)) {
            paths.add(path);
        }
    }

    @Override
    public void opened(String path, Path real, FileStamp before) {
        if (last.entry(path) != null
                || last.parts().blocked().containsKey(path)
                || last.parts().unread().containsKey(path)) {
            paths.add(path);
        }
    }

    @Override
    public void listed(String path, Set<String> names) {
        paths.addAll(absent(last.parts().files().navigableKeySet(), path, names));
        paths.addAll(absent(last.parts().blocked().navigableKeySet(), path, names));
        paths.addAll(absent(last.parts().unread().navigableKeySet(), path, names));
        paths.addAll(absent(last.links(), path, names));
    }

    @Override
    public void link(String path, Path folder) {
        if (!folder.equals(last.parts().links().get(path))) {
            paths.add(path);
        }
    }

    @Override
    public void notLink(String path) {
        if (last.links().contains(path)) {
            paths.add(path);
        }
    }

    @Override
    public void missing(String path) {
        if (last.isKnown(path)) {
            paths.add(path);
        }
    }

    @Override
    public void unread(String path, Problem why) {
        if (!why.equals(last.parts().unread().get(path))) {
            paths.add(path);
        }
    }

    @Override
    public void blocked(String path, Problem why) {
        if (!new BlockReason.Unreadable(why).equals(last.parts().blocked().get(path))) {
            paths.add(path);
        }
    }

    /**
     * The known children of a folder that are not among its names. Skips over what is below each child, so the cost
     * depends on the number of children.
     */
    public static List<String> absent(NavigableSet<String> known, String folder, Set<String> names) {
        List<String> absent = new ArrayList<>();
        String prefix = folder + '/';
        String path = known.ceiling(prefix);
        while (path != null && path.startsWith(prefix)) {
            int slash = path.indexOf('/', prefix.length());
            String name = path.substring(prefix.length(), slash < 0 ? path.length() : slash);
            if (!names.contains(name)) {
                absent.add(prefix + name);
            }
            path = slash < 0 ? known.higher(path) : known.ceiling(prefix + name + '0');
        }
        return absent;
    }
}
