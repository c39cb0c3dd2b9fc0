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
 * Decides when a file that may still be written is taken. A program that writes a file in place (scp, wget, rsync
 * {@code --inplace}) says nowhere when it is done, so such a file is taken when it has stayed the same for a while. A file that
 * was written under another name and renamed is whole when it appears. Immutable.
 *
 * @param truncatedQuietTime how long a file must stay the same when it holds only the beginning of what it held before; not at all
 *     when this is zero; null when every file is taken as it is
 * @param nanos a clock of nanoseconds that never goes back
 */
public record Settling(@Nullable Duration truncatedQuietTime, LongSupplier nanos) {
    /** Every file is taken as it is. */
    public static final Settling NONE = new Settling(null, () -> 0);

    /** A static file must stay the same for this long; and one of another kind from {@link #LARGE_BYTES} on. */
    private static final Duration QUIET_TIME = Duration.ofSeconds(2);

    private static final long LARGE_BYTES = 1 << 20;

    /** For each so many bytes a file must stay the same for one second more: over slow lines, large files pause for longer. */
    private static final long BYTES_PER_EXTRA_SECOND = 128 << 20;

    private static final Duration MAX_QUIET_TIME = Duration.ofSeconds(30);

    /**
     * A file that is waited for.
     *
     * @param stamp as it was seen last
     * @param since when it was first seen so, on the clock of nanoseconds
     * @param truncated whether it holds the beginning of what it held before, and nothing else
     */
    public record Pending(FileStamp stamp, long since, boolean truncated) {}

    /**
     * Whether a file is to be waited for before it is read.
     *
     * @param known what is known of it; null when nothing is
     * @param before as it was waited for so far; null when it was not
     * @param start when the first scan began, which trusts the file's times; null in a later one
     * @return null when it may be read now
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
     * Whether a file that was read is to be waited for before it is taken.
     *
     * @return null when it may be taken now
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
     * Whether a file was written elsewhere and then renamed, or its writer has set its times or permissions at the end: another
     * inode than before, that was changed later than its content.
     */
    private static boolean isComplete(FileStamp now, @Nullable SnapshotEntry known) {
        return now.size() > 0
                && now.changed() > now.modified()
                && (known == null || known.stamp().inode() != now.inode());
    }

    private static boolean isOld(FileStamp now, Instant start, long still) {
        return now.lastChange() < FileStamp.nanoseconds(start) - still;
    }

    private long elapsed(Pending before) {
        return nanos.getAsLong() - before.since();
    }

    private static long quietTime(long size) {
        long more = TimeUnit.SECONDS.toNanos(size / BYTES_PER_EXTRA_SECOND);
        return Math.min(QUIET_TIME.toNanos() + more, MAX_QUIET_TIME.toNanos());
    }
}
