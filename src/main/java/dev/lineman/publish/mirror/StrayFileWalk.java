package dev.lineman.publish.mirror;

import dev.lineman.fs.FileOperations;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Walks {@code out/} for files that are not published. Follows no links and skips {@code out/.lineman}. For any
 * thread.
 */
public final class StrayFileWalk {
    private final FileOperations fileOperations;
    private final Path out;

    /**
     * Creates a walk; nothing is read yet.
     *
     * @param out the output folder
     */
    public StrayFileWalk(FileOperations fileOperations, Path out) {
        this.fileOperations = fileOperations;
        this.out = out;
    }

    /**
     * Removes the temporary files that a crash left.
     *
     * @param known the publication
     */
    public void removeTemporaries(Publication known) {
        Path state = out.resolve(Publication.STATE);
        for (String name : list(state)) {
            if (FileOperations.isTemporary(name)) {
                fileOperations.deleteQuietly(state.resolve(name));
            }
        }
        walk(out, "", known, path -> {
            if (FileOperations.isTemporary(path.substring(path.lastIndexOf('/') + 1))) {
                fileOperations.deleteQuietly(out.resolve(path));
            }
        });
    }

    /** Passes the path of each file that is not published, below {@code out/}, with {@code /}. */
    public void forEachStrayFile(Publication known, Consumer<String> reader) {
        walk(out, "", known, reader);
    }

    /** Returns the names in a folder; empty if it cannot be read. */
    private static List<String> list(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    private void walk(Path folder, String prefix, Publication known, Consumer<String> reader) {
        for (String name : list(folder)) {
            String path = prefix + name;
            PublishedFile entry = known.find(path);
            boolean published = entry != null && entry.path().equals(path);
            if (published || path.equals(Publication.STATE)) {
                continue;
            }
            Path file = folder.resolve(name);
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                walk(file, path + '/', known, reader);
            } else {
                reader.accept(path);
            }
        }
    }
}
