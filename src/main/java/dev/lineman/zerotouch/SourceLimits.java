package dev.lineman.zerotouch;

import dev.lineman.access.IpAddress;
import dev.lineman.collection.LruMap;
import java.util.Map;

/**
 * Limits the requests of each client and of all clients together. A client is an IPv4 address or a /64 network of IPv6.
 * Bounded: with more than {@link #MAX_SOURCES} clients, the one that was silent for longest starts anew. The limit for all
 * still holds. Not thread-safe.
 */
public final class SourceLimits {
    /** Clients with a bucket of their own. */
    private static final int MAX_SOURCES = 4096;

    private final int burst;
    private final long nanosPerRequest;
    private final Map<IpAddress, TokenBucket> buckets = new LruMap<>(MAX_SOURCES);
    private final TokenBucket all;

    /**
     * Creates limits.
     *
     * @param burst requests of one client at once
     * @param nanosPerRequest the time after which a client may send one more
     * @param all the limit for all clients together
     */
    public SourceLimits(int burst, long nanosPerRequest, TokenBucket all) {
        this.burst = burst;
        this.nanosPerRequest = nanosPerRequest;
        this.all = all;
    }

    /** Whether a request is within the limits. */
    public enum LimitResult {
        /** It is. */
        ACCEPTED,
        /** The client sends too many. */
        ABOVE_SOURCE_LIMIT,
        /** All clients together send too many. */
        ABOVE_TOTAL_LIMIT
    }

    /** Counts a request. */
    public LimitResult check(IpAddress source, long now) {
        TokenBucket bucket =
                buckets.computeIfAbsent(source.sourceNetwork(), client -> new TokenBucket(burst, nanosPerRequest, now));
        // A client above its own limit must not use up the limit of the others.
        if (!bucket.take(now)) {
            return LimitResult.ABOVE_SOURCE_LIMIT;
        }
        return all.take(now) ? LimitResult.ACCEPTED : LimitResult.ABOVE_TOTAL_LIMIT;
    }
}
