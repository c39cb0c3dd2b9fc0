package dev.lineman.input.snapshot;

import dev.lineman.fs.FileStamp;
import dev.lineman.input.Document;
import dev.lineman.input.DocumentReader.Interest;
import dev.lineman.input.PathStatus;
import dev.lineman.input.snapshot.Snapshot.SnapshotEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the scan takes a file that may still be written. A program that writes in place (scp, wget, rsync
 * {@code --inplace}) does not report its end. So the scan waits until such a file stays the same for a time. A file
 * that was written under another name and renamed is complete at once. Immutable.
 *
 * @param truncatedQuietTime how long a file must stay the same if it contains only the beginning of its last content.
 *     Zero: not at all. Null: no file is waited for
 * @param nanos a clock of nanoseconds that never goes back
 */
public record Settling(@Nullable Duration truncatedQuietTime, LongSupplier nanos) {
    /** Takes every file at once. */
    public static final Settling NONE = new Settling(null, () -> 0);

    /** How long a static file must stay the same, and a file of another kind from {@link #LARGE_BYTES} on. */
    private static final Duration QUIET_TIME = Duration.ofSeconds(2);

    private static final long LARGE_BYTES = 1 << 20;

    /** For each so many bytes, the quiet time is one second longer: on slow links, large files pause for longer. */
    private static final long BYTES_PER_EXTRA_SECOND = 128 << 20;

    /** The longest quiet time. */
    private static final Duration MAX_QUIET_TIME = Duration.ofSeconds(30);

    /**
     * A file that the scan waits for.
     *
     * @param stamp as it was at the last scan
     * @param since when the file was first seen with this stamp, on the clock of nanoseconds
     * @param truncated whether it contains only the beginning of its last content
     */
    public record Pending(FileStamp stamp, long since, boolean truncated) {}

    /**
     * Whether the scan must wait for a file before it reads it.
     *
     * @param known the file in the snapshot; null if it has none
     * @param before how the scan has waited for it so far; null if it has not
     * @param start when the first scan began, which trusts the file's times; null in a later one
     * @return the file to wait for; null if it may be read now
     */
    @Nullable
    public Pending beforeReading(
            PathStatus status,
            Interest interest,
            @Nullable SnapshotEntry known,
            @Nullable Pending before,
            @Nullable Instant start) {
        if (truncatedQuietTime == null) {
            return null;
        }
        FileStamp now = status.stamp();
        Pending same = before != null && before.stamp().equals(now) ? before : null;
        if (same != null && same.truncated()) {
            return elapsed(same) < truncatedQuietTime.toNanos() ? same : null;
        }
        if (interest != Interest.DIGEST && now.size() < LARGE_BYTES) {
            return null;
        }
        long still = quietTime(now.size());
        if (same != null) {
            return elapsed(same) < still ? same : null;
        }
        if (isComplete(now, known) || (start != null && isOld(now, start, still))) {
            return null;
        }
        return new Pending(now, nanos.getAsLong(), false);
    }

    /**
     * Whether the scan must wait for a file that it has read, since its content is truncated.
     *
     * @param known the file in the snapshot; null if it has none
     * @param before how the scan has waited for it so far; null if it has not
     * @return the file to wait for; null if the scan may take it now
     */
    @Nullable
    public Pending afterReading(
            FileStamp now, @Nullable Document document, @Nullable SnapshotEntry known, @Nullable Pending before) {
        Document good = known == null ? null : known.document();
        if (truncatedQuietTime == null
                || truncatedQuietTime.isZero()
                || known == null
                || good == null
                || document == null) {
            return null;
        }
        if (known.stamp().inode() != now.inode() || !good.continues(document)) {
            return null;
        }
        if (before == null || !before.truncated() || !before.stamp().equals(now)) {
            return new Pending(now, nanos.getAsLong(), true);
        }
        return elapsed(before) < truncatedQuietTime.toNanos() ? before : null;
    }

    /**
     * Whether a file was written elsewhere and renamed, or its writer set its times or permissions at the end. Such a
     * file has a new inode, and its change time is later than its modification time.
     */
    private static boolean isComplete(FileStamp now, @Nullable SnapshotEntry known) {
        return now.size() > 0
                && now.changed() > now.modified()
                && (known == null || known.stamp().inode() != now.inode());
    }

    /** Whether a file was last changed so long before the start that it needs no quiet time. */
    private static boolean isOld(FileStamp now, Instant start, long still) {
        return now.lastChange() < FileStamp.nanoseconds(start) - still;
    }

    /** How long a file has stayed the same, in nanoseconds. */
    private long elapsed(Pending before) {
        return nanos.getAsLong() - before.since();
    }

    /** How long a file of this size must stay the same, in nanoseconds. */
    private static long quietTime(long size) {
        long more = TimeUnit.SECONDS.toNanos(size / BYTES_PER_EXTRA_SECOND);
        return Math.min(QUIET_TIME.toNanos() + more, MAX_QUIET_TIME.toNanos());
    }
}
