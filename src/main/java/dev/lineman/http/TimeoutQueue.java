package dev.lineman.http;

import dev.lineman.http.message.HttpLimits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which phase, the longest there first. Since all of a phase have the same time, the first of each list is the
 * first to expire, and nobody needs a timer. Each operation takes constant time. Not thread-safe.
 */
final class TimeoutQueue {
    private final Map<ConnectionPhase, PhaseEntries> byPhase = new EnumMap<>(ConnectionPhase.class);

    TimeoutQueue(HttpLimits limits) {
        byPhase.put(ConnectionPhase.HANDSHAKE, new PhaseEntries(limits.headTimeout()));
        byPhase.put(ConnectionPhase.IDLE, new PhaseEntries(limits.idleTimeout()));
        byPhase.put(ConnectionPhase.HEAD, new PhaseEntries(limits.headTimeout()));
        byPhase.put(ConnectionPhase.BODY, new PhaseEntries(limits.headTimeout()));
        byPhase.put(ConnectionPhase.RESPONSE, new PhaseEntries(limits.writeTimeout()));
        byPhase.put(ConnectionPhase.LINGER, new PhaseEntries(limits.lingerTimeout()));
    }

    /** Someone on the roster. */
    abstract static class TimeoutEntry {
        private @Nullable PhaseEntries entries;
    }

    /**
     * Those in one phase.
     *
     * @param timeoutNanos how long each may be there
     * @param since when each came, the first to come first
     */
    private record PhaseEntries(long timeoutNanos, Map<TimeoutEntry, Long> since) {
        PhaseEntries(Duration time) {
            this(time.toNanos(), new LinkedHashMap<>());
        }

        /** How long until the time of the first is up, perhaps below 0; {@link Long#MAX_VALUE} if nobody is here. */
        long nanosLeft(long now) {
            return since.isEmpty()
                    ? Long.MAX_VALUE
                    : timeoutNanos - (now - since.values().iterator().next());
        }
    }

    /** Enters someone as the newest of a phase, wherever they were. */
    void put(TimeoutEntry entry, ConnectionPhase connectionPhase, long now) {
        remove(entry);
        PhaseEntries row = byPhase.get(connectionPhase);
        if (row != null) {
            row.since.put(entry, now);
            entry.entries = row;
        }
    }

    boolean contains(TimeoutEntry entry) {
        return entry.entries != null;
    }

    void remove(TimeoutEntry entry) {
        PhaseEntries row = entry.entries;
        if (row != null) {
            row.since.remove(entry);
            entry.entries = null;
        }
    }

    /** Who has been in that phase longest. */
    @Nullable
    TimeoutEntry oldest(ConnectionPhase connectionPhase) {
        PhaseEntries row = byPhase.get(connectionPhase);
        return row == null || row.since.isEmpty()
                ? null
                : row.since.keySet().iterator().next();
    }

    /** Someone whose time is up, or null. */
    @Nullable
    TimeoutEntry expired(long now) {
        for (PhaseEntries row : byPhase.values()) {
            if (row.nanosLeft(now) <= 0) {
                return row.since.keySet().iterator().next();
            }
        }
        return null;
    }

    /** How long until the next one expires, at least 0; {@link Long#MAX_VALUE} if nobody is here. */
    long nanosToNext(long now) {
        long next = Long.MAX_VALUE;
        for (PhaseEntries row : byPhase.values()) {
            next = Math.min(next, Math.max(0, row.nanosLeft(now)));
        }
        return next;
    }
}
