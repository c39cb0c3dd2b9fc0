package dev.lineman.input.git;

import dev.lineman.fs.FileContents;
import dev.lineman.fs.FileStamp;
import dev.lineman.input.PathStatus;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether Git wrote a file and has finished it. Git writes its index after the files. So the file is complete
 * if the index lists it with its present inode, size and times.
 *
 * <p>The scan asks this for a file that may still be written. Caches Git's index: make one for each scan.
 * Not thread-safe.
 */
public final class CheckedOutFiles {
    /**
     * A parsed index.
     *
     * @param changed the change time of the index file, to detect a new one
     * @param files by their paths below the top of the working tree
     */
    private record Index(long changed, Map<String, GitIndex.IndexStat> files) {}

    /** By folder; empty for a folder outside all working trees. */
    private final Map<Path, Optional<WorkingTrees.Tree>> trees = new HashMap<>();

    private final Map<Path, Index> indices = new HashMap<>();

    /**
     * Whether Git wrote a file, and the file has not changed since. False if Git's files cannot be read.
     *
     * @param file its real path
     */
    public boolean isCheckedOut(Path file, FileStamp stamp) {
        try {
            Path folder = file.getParent();
            WorkingTrees.Tree tree = folder == null ? null : tree(folder);
            if (tree == null) {
                return false;
            }
            Path path = tree.git().resolve("index");
            PathStatus index = PathStatus.of(path);
            if (index == null || index.stamp().changed() < stamp.changed()) {
                return false;
            }
            GitIndex.IndexStat stat =
                    files(path, index.stamp()).get(tree.top().relativize(file).toString());
            return stat != null && stat.equals(GitIndex.IndexStat.of(stamp));
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private WorkingTrees.@Nullable Tree tree(Path folder) throws IOException {
        Optional<WorkingTrees.Tree> known = trees.get(folder);
        if (known == null) {
            known = Optional.ofNullable(WorkingTrees.around(folder));
            trees.put(folder, known);
        }
        return known.orElse(null);
    }

    private Map<String, GitIndex.IndexStat> files(Path path, FileStamp now) throws IOException {
        Index known = indices.get(path);
        if (known == null || known.changed() != now.changed()) {
            known = new Index(now.changed(), GitIndex.read(FileContents.read(path)));
            indices.put(path, known);
        }
        return known.files();
    }
}
