package dev.lineman.source;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What a file shows of its content without being read: two equal ones, some time apart, mean equal content.
 *
 * @param size in bytes
 * @param modified nanoseconds since the epoch
 * @param changed of its inode, in nanoseconds since the epoch; 0 where the file system tells none
 * @param inode its number, or what stands for one
 */
public record Signature(long size, long modified, long changed, long inode) {
    /** File systems keep times as coarse as this; a second change within it may leave the signature as it was. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    /** A time further ahead of the clock than this says nothing about when it was set. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    /** Whether the file was changed so shortly before a time that a further change might not show. */
    boolean isYoung(Instant now) {
        long time = changed != 0 ? changed : modified;
        return time > nanoseconds(now.minus(YOUNG)) && time < nanoseconds(now.plus(AHEAD));
    }

    private static long nanoseconds(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
