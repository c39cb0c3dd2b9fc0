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
 * Notices who guesses. What counts against a source are the different MACs that nobody has and that it asks for, and
 * credentials that are nobody's; what a phone of ours asks for in vain never does. A source that guesses is refused for a
 * while, then not answered at all for a while, and then forgiven. Bounded: with too many sources, the one that was quiet
 * longest is forgotten. Thread-safe.
 */
final class GuessingLimiter {
    private static final Logger LOG = LoggerFactory.getLogger(GuessingLimiter.class);

    /** More different phones than anybody unpacks before they are in the inventory, and fewer than find any by chance. */
    static final int MAX_UNKNOWN_MACS = 32;

    static final int MAX_FAILURES = 32;
    static final Duration REFUSAL_TIME = Duration.ofMinutes(1);
    static final Duration SILENCE_TIME = Duration.ofMinutes(10);
    private static final Duration COUNTING_TIME = Duration.ofHours(1);
    private static final int MAX_SOURCES = 10_000;

    private final LongSupplier nanos;
    private final Map<IpAddress, SuspectedSource> suspectedSources = new LruMap<>(MAX_SOURCES);
    private volatile boolean empty = true;

    GuessingLimiter(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How a source is treated. */
    enum LimiterState {
        ALLOWED,
        REFUSED,
        IGNORED
    }

    private static final class SuspectedSource {
        private final long firstCounted;
        private final Set<String> unknownMacs = new HashSet<>();
        private final Set<String> failedMacs = new HashSet<>();
        private int failures;
        private boolean guessing;
        private long detectedAt;

        SuspectedSource(long since) {
            this.firstCounted = since;
        }

        boolean isExpired(long now) {
            return guessing
                    ? now - detectedAt > REFUSAL_TIME.plus(SILENCE_TIME).toNanos()
                    : now - firstCounted > COUNTING_TIME.toNanos();
        }
    }

    /** How a source is treated now. */
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

    /** Whether a source has sent wrong credentials for a phone's files. */
    boolean failedFor(IpAddress from, String mac) {
        synchronized (suspectedSources) {
            SuspectedSource suspect = find(from);
            return suspect != null && suspect.failedMacs.contains(mac);
        }
    }

    /** Counts a file of a MAC that nobody has. */
    void countUnknownMac(IpAddress from, String mac) {
        synchronized (suspectedSources) {
            SuspectedSource suspect = findOrAdd(from);
            if (suspect.unknownMacs.size() < MAX_UNKNOWN_MACS
                    && suspect.unknownMacs.add(mac)
                    && suspect.unknownMacs.size() == MAX_UNKNOWN_MACS
                    && !suspect.guessing) {
                startRefusing(from, suspect, MAX_UNKNOWN_MACS + " phones that nobody has were asked for");
            }
        }
    }

    /** Counts credentials that are nobody's. */
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
                "guessing from {}: {}; refused for {} min",
                from,
                why,
                REFUSAL_TIME.plus(SILENCE_TIME).toMinutes());
    }

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
