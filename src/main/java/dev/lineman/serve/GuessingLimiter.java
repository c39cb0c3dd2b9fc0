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
    static final int MACS = 32;

    static final int FAILURES = 32;
    static final Duration REFUSING = Duration.ofMinutes(1);
    static final Duration SILENT = Duration.ofMinutes(10);
    private static final Duration COUNTING = Duration.ofHours(1);
    private static final int SOURCES = 10_000;

    private final LongSupplier nanos;
    private final Map<IpAddress, SuspectedSource> suspectedSources = new LruMap<>(SOURCES);
    private volatile boolean idle = true;

    GuessingLimiter(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How a source is treated. */
    enum LimiterState {
        FREE,
        REFUSED,
        IGNORED
    }

    private static final class SuspectedSource {
        private final long since;
        private final Set<String> strangers = new HashSet<>();
        private final Set<String> failing = new HashSet<>();
        private int failures;
        private boolean guesses;
        private long found;

        SuspectedSource(long since) {
            this.since = since;
        }

        boolean isOver(long now) {
            return guesses ? now - found > REFUSING.plus(SILENT).toNanos() : now - since > COUNTING.toNanos();
        }
    }

    /** How a source is treated now. */
    LimiterState stance(IpAddress from) {
        if (idle) {
            return LimiterState.FREE;
        }
        synchronized (suspectedSources) {
            SuspectedSource suspect = suspect(from);
            if (suspect == null || !suspect.guesses) {
                return LimiterState.FREE;
            }
            return nanos.getAsLong() - suspect.found <= REFUSING.toNanos()
                    ? LimiterState.REFUSED
                    : LimiterState.IGNORED;
        }
    }

    /** Whether a source has sent wrong credentials for a phone's files. */
    boolean failedFor(IpAddress from, String mac) {
        synchronized (suspectedSources) {
            SuspectedSource suspect = suspect(from);
            return suspect != null && suspect.failing.contains(mac);
        }
    }

    /** Counts a file of a MAC that nobody has. */
    void stranger(IpAddress from, String mac) {
        synchronized (suspectedSources) {
            SuspectedSource suspect = counting(from);
            if (suspect.strangers.size() < MACS
                    && suspect.strangers.add(mac)
                    && suspect.strangers.size() == MACS
                    && !suspect.guesses) {
                refuse(from, suspect, MACS + " phones that nobody has were asked for");
            }
        }
    }

    /** Counts credentials that are nobody's. */
    void failure(IpAddress from, @Nullable String mac) {
        synchronized (suspectedSources) {
            SuspectedSource suspect = counting(from);
            if (mac != null && suspect.failing.size() < FAILURES) {
                suspect.failing.add(mac);
            }
            suspect.failures++;
            if (suspect.failures >= FAILURES && !suspect.guesses) {
                refuse(from, suspect, FAILURES + " passwords were wrong");
            }
        }
    }

    private void refuse(IpAddress from, SuspectedSource suspect, String why) {
        suspect.guesses = true;
        suspect.found = nanos.getAsLong();
        LOG.warn(
                "guessing from {}: {}; refused for {} min",
                from,
                why,
                REFUSING.plus(SILENT).toMinutes());
    }

    private @Nullable SuspectedSource suspect(IpAddress from) {
        SuspectedSource suspect = suspectedSources.get(from.sourceNetwork());
        if (suspect != null && suspect.isOver(nanos.getAsLong())) {
            suspectedSources.remove(from.sourceNetwork());
            return null;
        }
        return suspect;
    }

    private SuspectedSource counting(IpAddress from) {
        SuspectedSource suspect = suspect(from);
        if (suspect == null) {
            suspect = new SuspectedSource(nanos.getAsLong());
            suspectedSources.put(from.sourceNetwork(), suspect);
            idle = false;
        }
        return suspect;
    }
}
