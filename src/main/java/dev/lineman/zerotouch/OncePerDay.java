package dev.lineman.zerotouch;

import dev.lineman.collection.LruMap;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which messages are logged: each one once a day, and all together at a limited rate. Unauthenticated
 * clients cause the messages, so neither memory nor log may grow with them. Not thread-safe.
 */
public final class OncePerDay {
    private static final long DAY = Duration.ofDays(1).toNanos();

    /** Keys that are remembered. After that, a message may be logged again on the same day. */
    private static final int MAX_KEYS = 4096;

    /** Messages at once. */
    private static final int BURST = 100;

    /** The time after which one more is allowed. */
    private static final long NANOS_PER_MESSAGE = Duration.ofMinutes(1).toNanos();

    private final Map<String, Long> logged = new LruMap<>(MAX_KEYS);
    private final TokenBucket rate;

    /** Messages that were due and not logged, since the last one that was. */
    private long leftOut;

    /** @param now the time of a monotonic clock, in nanoseconds */
    public OncePerDay(long now) {
        rate = new TokenBucket(BURST, NANOS_PER_MESSAGE, now);
    }

    /**
     * Returns the text to log now; null for none.
     *
     * @param key what the message is about: another message with the same key is the same
     */
    public @Nullable String due(String key, String message, long now) {
        Long before = logged.get(key);
        if (before != null && now - before < DAY) {
            return null;
        }
        if (!rate.take(now)) {
            leftOut++;
            return null;
        }
        logged.put(key, now);
        String text = leftOut == 0 ? message : message + " (" + leftOut + " other messages were left out of the log)";
        leftOut = 0;
        return text;
    }
}
