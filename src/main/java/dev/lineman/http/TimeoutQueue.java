package dev.lineman.http;

import dev.lineman.http.message.HttpLimits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The timeouts of the connections of one {@link EventLoop}. For each phase it keeps the entries in the order in
 * which they entered. All entries of a phase have the same timeout, so the first one expires first and no timer
 * is needed. Each operation takes constant time. Not thread-safe.
 */
final class TimeoutQueue {
    private final Map<ConnectionPhase, PhaseEntries> byPhase = new EnumMap<>(ConnectionPhase.class);

    TimeoutQueue(HttpLimits limits) {
        byPhase.put(ConnectionPhase.HANDSHAKE, new PhaseEntries(limits.headTimeout()));
        byPhase.put(ConnectionPhase.IDLE, new PhaseEntries(limits.idleTimeout()));
        byPhase.put(ConnectionPhase.HEAD, new PhaseEntries(limits.headTimeout()));
        byPhase.put(ConnectionPhase.RECEIVE, new PhaseEntries(limits.headTimeout()));
        byPhase.put(ConnectionPhase.BODY, new PhaseEntries(limits.headTimeout()));
        byPhase.put(ConnectionPhase.RESPONSE, new PhaseEntries(limits.writeTimeout()));
        byPhase.put(ConnectionPhase.LINGER, new PhaseEntries(limits.lingerTimeout()));
    }

    /** An entry of the queue. {@link ConnectionState} extends it, so that removal needs no search. */
    abstract static class TimeoutEntry {
        /** The phase that the entry is in; null if it has no timeout. */
        private @Nullable PhaseEntries entries;
    }

    /**
     * The entries of one phase.
     *
     * @param timeoutNanos the timeout of the phase, in nanoseconds
     * @param since when each entry entered, oldest first
     */
    private record PhaseEntries(long timeoutNanos, Map<TimeoutEntry, Long> since) {
        PhaseEntries(Duration time) {
            this(time.toNanos(), new LinkedHashMap<>());
        }

        /** Time until the first entry expires, negative if it has expired; {@link Long#MAX_VALUE} if there is none. */
        long nanosLeft(long now) {
            return since.isEmpty()
                    ? Long.MAX_VALUE
                    : timeoutNanos - (now - since.values().iterator().next());
        }
    }

    /**
     * Moves an entry to the end of a phase, from any other place. In {@link ConnectionPhase#DONE} it has no
     * timeout.
     *
     * @param now the time in nanoseconds
     */
    void put(TimeoutEntry entry, ConnectionPhase connectionPhase, long now) {
        remove(entry);
        PhaseEntries phaseEntries = byPhase.get(connectionPhase);
        if (phaseEntries != null) {
            phaseEntries.since.put(entry, now);
            entry.entries = phaseEntries;
        }
    }

    /** Whether the entry has a timeout. */
    boolean contains(TimeoutEntry entry) {
        return entry.entries != null;
    }

    /** Removes an entry if it is present. */
    void remove(TimeoutEntry entry) {
        PhaseEntries phaseEntries = entry.entries;
        if (phaseEntries != null) {
            phaseEntries.since.remove(entry);
            entry.entries = null;
        }
    }

    /** The entry that entered the phase first, or null. */
    @Nullable
    TimeoutEntry oldest(ConnectionPhase connectionPhase) {
        PhaseEntries phaseEntries = byPhase.get(connectionPhase);
        return phaseEntries == null || phaseEntries.since.isEmpty()
                ? null
                : phaseEntries.since.keySet().iterator().next();
    }

    /** An expired entry, or null. It stays in the queue. */
    @Nullable
    TimeoutEntry expired(long now) {
        for (PhaseEntries phaseEntries : byPhase.values()) {
            if (phaseEntries.nanosLeft(now) <= 0) {
                return phaseEntries.since.keySet().iterator().next();
            }
        }
        return null;
    }

    /** Time until the next entry expires, at least 0 nanoseconds; {@link Long#MAX_VALUE} if the queue is empty. */
    long nanosToNext(long now) {
        long next = Long.MAX_VALUE;
        for (PhaseEntries phaseEntries : byPhase.values()) {
            next = Math.min(next, Math.max(0, phaseEntries.nanosLeft(now)));
        }
        return next;
    }
}
