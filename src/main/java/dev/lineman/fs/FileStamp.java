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
 * What shows whether a file was changed, without reading it. Whoever writes to a file changes its change time, which nobody can set
 * back (inode(7)).
 *
 * @param size in bytes
 * @param modified nanoseconds since the epoch
 * @param changed of its inode, in nanoseconds since the epoch; 0 where the file system tells none
 * @param inode its number, or what stands for one
 */
public record FileStamp(long size, long modified, long changed, long inode) {
    /** Whether this platform tells change times. */
    public static final boolean SUPPORTED =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    /**
     * What a stamp is made of, for {@link Files#readAttributes(Path, String, LinkOption...)}. Only the change time shows a rewrite that
     * sets back the modification time.
     */
    public static final String ATTRIBUTES =
            SUPPORTED ? "unix:size,lastModifiedTime,ctime,ino" : "size,lastModifiedTime,fileKey";

    /** File systems keep times as coarse as this; a second change within it may leave the stamp as it was. */
    private static final Duration TIME_GRANULARITY = Duration.ofSeconds(2);

    /** A time further ahead of the clock than this says nothing about when it was set. */
    private static final Duration MAX_CLOCK_DRIFT = Duration.ofMinutes(1);

    /** The stamp of a file, symbolic links not followed; null when it cannot be looked at, or the platform tells no change times. */
    public static @Nullable FileStamp of(Path file) {
        try {
            return SUPPORTED ? of(Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS)) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** The stamp in the {@link #ATTRIBUTES} of a file. */
    public static FileStamp of(Map<String, Object> all) {
        long size = (long) Objects.requireNonNull(all.get("size"));
        long inode = all.get("ino") instanceof Long number ? number : Objects.hashCode(all.get("fileKey"));
        return new FileStamp(size, time(all.get("lastModifiedTime")), time(all.get("ctime")), inode);
    }

    /** Whether the file was changed so shortly before a time that a further change might not show. */
    public boolean mayMissChange(Instant now) {
        long time = changed != 0 ? changed : modified;
        return time > nanoseconds(now.minus(TIME_GRANULARITY)) && time < nanoseconds(now.plus(MAX_CLOCK_DRIFT));
    }

    /** When the file was changed last, content or inode. */
    public long lastChange() {
        return Math.max(modified, changed);
    }

    /** A time in nanoseconds since the epoch, as those of a stamp. */
    public static long nanoseconds(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    /** Whether another stamp may be of the same content: only the inode was changed, as by another name for it. */
    public boolean mayHaveSameContent(FileStamp other) {
        return size == other.size && modified == other.modified && inode == other.inode;
    }

    private static long time(@Nullable Object time) {
        return time instanceof FileTime known ? known.to(TimeUnit.NANOSECONDS) : 0;
    }
}
