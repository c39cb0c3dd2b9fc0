package dev.lineman.fs;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a file that show whether it was changed, without reading it. The scan compares stamps and
 * reads only files whose stamp differs. Every write updates the change time, and no program can set it back
 * (inode(7)). Immutable.
 *
 * @param size in bytes
 * @param modified modification time in nanoseconds since the epoch
 * @param changed change time of the inode in nanoseconds since the epoch; 0 if the file system has none
 * @param inode the inode number; the hash of the platform's file key if there is none
 */
public record FileStamp(long size, long modified, long changed, long inode) {
    /** Whether Java can read change times on this platform. */
    public static final boolean SUPPORTED =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    /**
     * The attributes to request from {@link Files#readAttributes(Path, String, LinkOption...)} for a stamp. Only
     * the change time shows a rewrite that sets the modification time back.
     */
    public static final String ATTRIBUTES =
            SUPPORTED ? "unix:size,lastModifiedTime,ctime,ino" : "size,lastModifiedTime,fileKey";

    /**
     * The coarsest time resolution of common file systems. A second change within it may leave the stamp
     * unchanged.
     */
    private static final Duration TIME_GRANULARITY = Duration.ofSeconds(2);

    /**
     * A file time further in the future than this says nothing about when it was set: the clock was wrong then or
     * is now.
     */
    private static final Duration MAX_CLOCK_DRIFT = Duration.ofMinutes(1);

    /**
     * Reads the stamp of a file without following a symbolic link.
     *
     * @return null if the attributes cannot be read, or if the platform has no change times
     */
    public static @Nullable FileStamp of(Path file) {
        try {
            return SUPPORTED ? of(Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS)) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Makes a stamp from the {@link #ATTRIBUTES} of a file. */
    public static FileStamp of(Map<String, Object> all) {
        long size = (long) Objects.requireNonNull(all.get("size"));
        long inode = all.get("ino") instanceof Long number ? number : Objects.hashCode(all.get("fileKey"));
        return new FileStamp(size, time(all.get("lastModifiedTime")), time(all.get("ctime")), inode);
    }

    /**
     * Whether the file was changed so shortly before a time that a further change might leave the stamp
     * unchanged. Git calls such files "racily clean". The caller reads the file instead of trusting the stamp.
     */
    public boolean mayMissChange(Instant now) {
        long time = changed != 0 ? changed : modified;
        return time > nanoseconds(now.minus(TIME_GRANULARITY)) && time < nanoseconds(now.plus(MAX_CLOCK_DRIFT));
    }

    /** Returns the time of the last change of content or inode, in nanoseconds since the epoch. */
    public long lastChange() {
        return Math.max(modified, changed);
    }

    /** Converts a time to nanoseconds since the epoch, the unit of a stamp. */
    public static long nanoseconds(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    /**
     * Whether two stamps may belong to the same content: they differ at most in the change time, for example
     * after a new hard link or another mode.
     */
    public boolean mayHaveSameContent(FileStamp other) {
        return size == other.size && modified == other.modified && inode == other.inode;
    }

    private static long time(@Nullable Object time) {
        return time instanceof FileTime known ? known.to(TimeUnit.NANOSECONDS) : 0;
    }
}
