package dev.lineman.input;

import dev.lineman.fs.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of {@code lstat} for a path: its kind and its stamp. Symbolic links are not followed. Immutable. */
public record PathStatus(PathKind kind, FileStamp stamp) {

    /** The kind of an entry in a folder. */
    public enum PathKind {
        FILE,
        FOLDER,
        LINK,
        /** A pipe, a socket or a device: never opened, since the open could block. */
        OTHER
    }

    private static final String ATTRIBUTES = FileStamp.ATTRIBUTES + ",isRegularFile,isDirectory,isSymbolicLink";

    /** The status of a path; null if there is nothing at this path. One system call. */
    public static @Nullable PathStatus of(Path path) throws IOException {
        try {
            Map<String, Object> all = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            return new PathStatus(kind(all), FileStamp.of(all));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static PathKind kind(Map<String, Object> all) {
        if (Boolean.TRUE.equals(all.get("isRegularFile"))) {
            return PathKind.FILE;
        }
        if (Boolean.TRUE.equals(all.get("isDirectory"))) {
            return PathKind.FOLDER;
        }
        return Boolean.TRUE.equals(all.get("isSymbolicLink")) ? PathKind.LINK : PathKind.OTHER;
    }
}
