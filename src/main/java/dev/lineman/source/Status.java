package dev.lineman.source;

import dev.lineman.disk.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stat says of a path, symbolic links not followed. */
record Status(Kind kind, FileStamp signature) {

    enum Kind {
        FILE,
        FOLDER,
        LINK,
        OTHER
    }

    private static final String ATTRIBUTES = FileStamp.ATTRIBUTES + ",isRegularFile,isDirectory,isSymbolicLink";

    /** Null when there is nothing at this path. One system call. */
    static @Nullable Status of(Path path) throws IOException {
        try {
            Map<String, Object> all = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            return new Status(kind(all), FileStamp.of(all));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static Kind kind(Map<String, Object> all) {
        if (Boolean.TRUE.equals(all.get("isRegularFile"))) {
            return Kind.FILE;
        }
        if (Boolean.TRUE.equals(all.get("isDirectory"))) {
            return Kind.FOLDER;
        }
        return Boolean.TRUE.equals(all.get("isSymbolicLink")) ? Kind.LINK : Kind.OTHER;
    }
}
