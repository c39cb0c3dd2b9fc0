package dev.lineman.publish.mirror;

import dev.lineman.fs.FileOperations;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Walks {@code out/} for what the publication knows nothing of; follows no links, and stays out of our own folder. */
public final class StrayFileWalk {
    private final FileOperations fileOperations;
    private final Path out;

    public StrayFileWalk(FileOperations fileOperations, Path out) {
        this.fileOperations = fileOperations;
        this.out = out;
    }

    /** Removes the temporary files that a crash left. */
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

    /** Tells the files that no entry claims. */
    public void forEachStrayFile(Publication known, Consumer<String> reader) {
        walk(out, "", known, reader);
    }

    /** What lies in a folder; nothing where it cannot be read. */
    private static List<String> list(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    private void walk(Path folder, String prefix, Publication known, Consumer<String> strangers) {
        for (String name : list(folder)) {
            String path = prefix + name;
            PublishedFile entry = known.find(path);
            boolean ours = entry != null && entry.path().equals(path);
            if (ours || path.equals(Publication.STATE)) {
                continue;
            }
            Path file = folder.resolve(name);
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                walk(file, path + '/', known, strangers);
            } else {
                strangers.accept(path);
            }
        }
    }
}
