package dev.lineman.serve.search;

import dev.lineman.access.IpAddress;
import dev.lineman.collection.LruMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits searches, so that they do not delay the files of other phones: in each second, a number for each source network
 * and a number in all. Thread-safe.
 */
final class SearchLimiter {
    /** Searches a second from one source. All phones of an office may have the same. */
    static final int MAX_OF_SOURCE = 20;

    /** Searches a second in all. One takes about a millisecond for 10,000 people. */
    static final int MAX_IN_ALL = 100;

    private static final int MAX_SOURCES = 1000;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    /** The searches of the current second by {@link IpAddress#sourceNetwork}. Guarded by this. */
    private final Map<IpAddress, Integer> bySource = new LruMap<>(MAX_SOURCES);

    private long began;
    private int inAll;

    SearchLimiter(LongSupplier nanos) {
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /** Counts a search, and returns whether it is within the limits. */
    synchronized boolean permits(IpAddress from) {
        long now = nanos.getAsLong();
        if (now - began >= SECOND) {
            began = now;
            inAll = 0;
            bySource.clear();
        }
        int ofSource = bySource.merge(from.sourceNetwork(), 1, Integer::sum);
        return ofSource <= MAX_OF_SOURCE && ++inAll <= MAX_IN_ALL;
    }
}
