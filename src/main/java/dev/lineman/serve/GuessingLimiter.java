package dev.lineman.serve;

import dev.lineman.access.IpAddress;
import dev.lineman.collection.LruMap;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects clients that guess file names or passwords, and limits them. {@link ServingPolicy} asks it before each
 * decision.
 * Two things count against a source address: requests for different MACs that are not in the inventory, and wrong
 * credentials. A request for a file of a known phone never counts as an unknown MAC; wrong credentials always count.
 * A source that guesses is first refused, then ignored, then treated as new. At most {@link #MAX_SOURCES} sources are
 * counted: the least recently used one is dropped. Thread-safe.
 */
final class GuessingLimiter {
    private static final Logger LOG = LoggerFactory.getLogger(GuessingLimiter.class);

    /**
     * Different unknown MACs per source. More than an installer unpacks before the inventory has them, too few for a
     * random hit.
     */
    static final int MAX_UNKNOWN_MACS = 32;

    /** Requests with wrong credentials per source. */
    static final int MAX_FAILURES = 32;

    /** How long a guessing source is refused. */
    static final Duration REFUSAL_TIME = Duration.ofMinutes(1);

    /** How long it then gets no answer at all. */
    static final Duration SILENCE_TIME = Duration.ofMinutes(10);

    /** How long requests of a source are added up before the count starts again. */
    private static final Duration COUNTING_TIME = Duration.ofHours(1);

    /** Sources that are counted at the same time. */
    private static final int MAX_SOURCES = 10_000;

    private final String protocol;
    private final LongSupplier nanos;

    /** Guarded by itself. Keys are {@link IpAddress#sourceNetwork}: all addresses of one IPv6 network count as one. */
    private final Map<IpAddress, SuspectedSource> suspectedSources = new LruMap<>(MAX_SOURCES);

    /** Lets {@link #state} skip the lock until the first source is counted. */
    private volatile boolean empty = true;

    /**
     * Creates a limiter without sources.
     *
     * @param protocol what the log says behind {@code guessing}; begins with a blank, or is empty
     * @param nanos a monotonic clock in nanoseconds
     */
    GuessingLimiter(String protocol, LongSupplier nanos) {
        this.protocol = protocol;
        this.nanos = nanos;
    }

    /** How the limiter treats a source. */
    enum LimiterState {
        /** The source does not guess. */
        ALLOWED,
        /** The source gets an error for every request. */
        REFUSED,
        /** The source gets no answer. */
        IGNORED
    }

    /** The counts of one source. Guarded by the map. Times are nanoseconds of the monotonic clock. */
    private static final class SuspectedSource {
        private final long firstCounted;
        private final Set<String> unknownMacs = new HashSet<>();
        private final Set<String> failedMacs = new HashSet<>();
        private int failures;
        private boolean guessing;
        private long detectedAt;

        SuspectedSource(long firstCounted) {
            this.firstCounted = firstCounted;
        }

        boolean isExpired(long now) {
            return guessing
                    ? now - detectedAt > REFUSAL_TIME.plus(SILENCE_TIME).toNanos()
                    : now - firstCounted > COUNTING_TIME.toNanos();
        }
    }

    /** Returns how a source is treated now. */
    LimiterState state(IpAddress from) {
        if (empty) {
            return LimiterState.ALLOWED;
        }
        synchronized (suspectedSources) {
            SuspectedSource suspect = find(from);
            if (suspect == null || !suspect.guessing) {
                return LimiterState.ALLOWED;
            }
            return nanos.getAsLong() - suspect.detectedAt <= REFUSAL_TIME.toNanos()
                    ? LimiterState.REFUSED
                    : LimiterState.IGNORED;
        }
    }

    /** Returns whether a source sent wrong credentials for the files of a phone. */
    boolean failedFor(IpAddress from, String mac) {
        synchronized (suspectedSources) {
            SuspectedSource suspect = find(from);
            return suspect != null && suspect.failedMacs.contains(mac);
        }
    }

    /** Counts a request for a file of a MAC that is not in the inventory. A MAC counts once per source. */
    void countUnknownMac(IpAddress from, String mac) {
        synchronized (suspectedSources) {
            SuspectedSource suspect = findOrAdd(from);
            if (suspect.unknownMacs.size() < MAX_UNKNOWN_MACS
                    && suspect.unknownMacs.add(mac)
                    && suspect.unknownMacs.size() == MAX_UNKNOWN_MACS
                    && !suspect.guessing) {
                startRefusing(from, suspect, MAX_UNKNOWN_MACS + " phones were requested that are not in the inventory");
            }
        }
    }

    /**
     * Counts wrong credentials.
     *
     * @param mac the phone that the requested file belongs to; null when it belongs to no phone
     */
    void countFailure(IpAddress from, @Nullable String mac) {
        synchronized (suspectedSources) {
            SuspectedSource suspect = findOrAdd(from);
            if (mac != null && suspect.failedMacs.size() < MAX_FAILURES) {
                suspect.failedMacs.add(mac);
            }
            suspect.failures++;
            if (suspect.failures >= MAX_FAILURES && !suspect.guessing) {
                startRefusing(from, suspect, MAX_FAILURES + " passwords were wrong");
            }
        }
    }

    private void startRefusing(IpAddress from, SuspectedSource suspect, String why) {
        suspect.guessing = true;
        suspect.detectedAt = nanos.getAsLong();
        LOG.warn(
                "guessing{} from {}: {}; refused for {} min",
                protocol,
                from,
                why,
                REFUSAL_TIME.plus(SILENCE_TIME).toMinutes());
    }

    /** Returns the counts of a source, or null if there are none or they have expired. */
    private @Nullable SuspectedSource find(IpAddress from) {
        SuspectedSource suspect = suspectedSources.get(from.sourceNetwork());
        if (suspect != null && suspect.isExpired(nanos.getAsLong())) {
            suspectedSources.remove(from.sourceNetwork());
            return null;
        }
        return suspect;
    }

    private SuspectedSource findOrAdd(IpAddress from) {
        SuspectedSource suspect = find(from);
        if (suspect == null) {
            suspect = new SuspectedSource(nanos.getAsLong());
            suspectedSources.put(from.sourceNetwork(), suspect);
            empty = false;
        }
        return suspect;
    }
}
