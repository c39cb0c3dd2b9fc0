package dev.lineman.disk;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What shows whether a file was changed, without reading it. Whoever writes to a file changes its change time, which nobody can set
 * back (inode(7)).
 *
 * @param size in bytes
 * @param modified nanoseconds since the epoch
 * @param changed of its inode, in nanoseconds since the epoch
 * @param inode its number
 */
public record FileStamp(long size, long modified, long changed, long inode) {
    /** Whether this platform tells change times. */
    public static final boolean SUPPORTED =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    /** The stamp of a file, symbolic links not followed; null when it cannot be looked at. */
    public static @Nullable FileStamp of(Path file) {
        try {
            Map<String, Object> all =
                    Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino", LinkOption.NOFOLLOW_LINKS);
            return new FileStamp(
                    number(all, "size"), time(all, "lastModifiedTime"), time(all, "ctime"), number(all, "ino"));
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** Whether another stamp may be of the same content: only the inode was changed, as by another name for it. */
    public boolean isOfSameContent(FileStamp other) {
        return size == other.size && modified == other.modified && inode == other.inode;
    }

    private static long number(Map<String, Object> all, String name) {
        return ((Number) Objects.requireNonNull(all.get(name))).longValue();
    }

    private static long time(Map<String, Object> all, String name) {
        return ((FileTime) Objects.requireNonNull(all.get(name))).to(TimeUnit.NANOSECONDS);
    }
}
