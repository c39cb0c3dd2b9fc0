package dev.lineman.source;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What stat says of a path, symbolic links not followed. */
record Status(Kind kind, Signature signature) {

    enum Kind {
        FILE,
        FOLDER,
        LINK,
        OTHER
    }

    /** The file type bits of {@code st_mode} and their values (inode(7)). */
    private static final int TYPE = 0170000;

    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMBOLIC_LINK = 0120000;

    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    /** Null when there is nothing at this path. */
    static @Nullable Status of(Path path) throws IOException {
        try {
            return UNIX ? unix(path) : basic(path);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** One system call, and the only way to the change time: a rewrite that sets back the modification time shows there. */
    private static Status unix(Path path) throws IOException {
        Map<String, Object> all =
                Files.readAttributes(path, "unix:mode,size,lastModifiedTime,ctime,ino", LinkOption.NOFOLLOW_LINKS);
        int type = (int) number(all, "mode") & TYPE;
        return new Status(
                type == REGULAR
                        ? Kind.FILE
                        : type == DIRECTORY ? Kind.FOLDER : type == SYMBOLIC_LINK ? Kind.LINK : Kind.OTHER,
                new Signature(
                        number(all, "size"), time(all, "lastModifiedTime"), time(all, "ctime"), number(all, "ino")));
    }

    private static Status basic(Path path) throws IOException {
        BasicFileAttributes all = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Status(
                all.isRegularFile()
                        ? Kind.FILE
                        : all.isDirectory() ? Kind.FOLDER : all.isSymbolicLink() ? Kind.LINK : Kind.OTHER,
                new Signature(
                        all.size(),
                        all.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                        0,
                        Objects.hashCode(all.fileKey())));
    }

    private static long number(Map<String, Object> all, String name) {
        return ((Number) Objects.requireNonNull(all.get(name))).longValue();
    }

    private static long time(Map<String, Object> all, String name) {
        return ((FileTime) Objects.requireNonNull(all.get(name))).to(TimeUnit.NANOSECONDS);
    }
}
