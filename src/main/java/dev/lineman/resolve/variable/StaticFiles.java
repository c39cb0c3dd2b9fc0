package dev.lineman.resolve.variable;

import dev.lineman.input.StaticFile;
import dev.lineman.input.snapshot.FileChange;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.pcollections.TreePSet;

/**
 * The paths of all static files. {@code build} keeps one in each state, and updates it with the changed files. Immutable
 * and persistent.
 *
 * @param paths below {@link #FOLDER}
 */
public record StaticFiles(TreePSet<String> paths) {
    /** The folder of static files, below the root. */
    public static final String FOLDER = "templates/static/";

    /** No files. */
    public static final StaticFiles NONE = new StaticFiles(TreePSet.empty());

    /** Returns the paths after these changes. */
    public StaticFiles with(List<FileChange> changes) {
        TreePSet<String> changed = paths;
        for (FileChange change : changes) {
            if (isNewOrGone(change)) {
                String path = change.path().substring(FOLDER.length());
                changed = change.after() instanceof StaticFile ? changed.plus(path) : changed.minus(path);
            }
        }
        return changed.equals(paths) ? this : new StaticFiles(changed);
    }

    /**
     * Returns the path of a static file that came or went, below {@link #FOLDER}, and those of the folders around it. Empty
     * for any other change.
     */
    public static List<String> changedPaths(FileChange change) {
        List<String> changed = new ArrayList<>();
        if (isNewOrGone(change)) {
            String path = change.path().substring(FOLDER.length());
            changed.add(path);
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                changed.add(path.substring(0, slash));
            }
        }
        return changed;
    }

    private static boolean isNewOrGone(FileChange change) {
        return change.path().startsWith(FOLDER)
                && change.before() instanceof StaticFile != change.after() instanceof StaticFile;
    }

    /** Whether a path is that of one of these files, or of a folder that has one. */
    static boolean hasPath(SortedSet<String> paths, String path) {
        if (paths.contains(path)) {
            return true;
        }
        SortedSet<String> after = paths.tailSet(path + '/');
        return !after.isEmpty() && after.first().startsWith(path + '/');
    }
}
