package dev.lineman.source;

import dev.lineman.disk.Contents;
import dev.lineman.disk.FileStamp;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether Git wrote a file, and has finished: its index, which is written after the files, has the file with this inode, size
 * and times. For one thread and one scan, since what it has read of Git it keeps.
 */
final class CheckedOut {
    private record Index(long changed, Map<String, GitIndex.Stat> files) {}

    private final Map<Path, Optional<Checkout.Tree>> trees = new HashMap<>();
    private final Map<Path, Index> indices = new HashMap<>();

    /**
     * Whether Git wrote a file as it is now.
     *
     * @param file its real path
     */
    boolean holds(Path file, FileStamp signature) {
        try {
            Path folder = file.getParent();
            Checkout.Tree tree = folder == null ? null : tree(folder);
            if (tree == null) {
                return false;
            }
            Path path = tree.git().resolve("index");
            Status index = Status.of(path);
            if (index == null || index.signature().changed() < signature.changed()) {
                return false;
            }
            GitIndex.Stat stat = files(path, index.signature())
                    .get(tree.top().relativize(file).toString());
            return stat != null && stat.equals(GitIndex.Stat.of(signature));
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private Checkout.@Nullable Tree tree(Path folder) throws IOException {
        Optional<Checkout.Tree> known = trees.get(folder);
        if (known == null) {
            known = Optional.ofNullable(Checkout.around(folder));
            trees.put(folder, known);
        }
        return known.orElse(null);
    }

    private Map<String, GitIndex.Stat> files(Path path, FileStamp now) throws IOException {
        Index known = indices.get(path);
        if (known == null || known.changed() != now.changed()) {
            known = new Index(now.changed(), GitIndex.read(Contents.of(path)));
            indices.put(path, known);
        }
        return known.files();
    }
}
