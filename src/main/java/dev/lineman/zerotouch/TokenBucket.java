package dev.lineman.zerotouch;

/**
 * Limits a rate with a token bucket: a burst at once, then a steady rate. Not thread-safe.
 */
public final class TokenBucket {
    private final long capacity;
    private final long nanosPerToken;

    /** The tokens, in nanoseconds of the time that they take to come. */
    private long level;

    private long updated;

    /**
     * Creates a full bucket.
     *
     * @param capacity the largest burst
     * @param nanosPerToken the time after which one more is allowed
     * @param now the time of a monotonic clock, in nanoseconds
     */
    public TokenBucket(int capacity, long nanosPerToken, long now) {
        this.capacity = Math.multiplyExact(capacity, nanosPerToken);
        this.nanosPerToken = nanosPerToken;
        this.level = this.capacity;
        this.updated = now;
    }

    /** Takes one token. Returns false if there is none. */
    public boolean take(long now) {
        // A clock that runs for long between two calls must not overflow the sum.
        long passed = Math.max(0, Math.min(now - updated, capacity));
        level = Math.min(capacity, level + passed);
        updated = now;
        if (level < nanosPerToken) {
            return false;
        }
        level -= nanosPerToken;
        return true;
    }
}
