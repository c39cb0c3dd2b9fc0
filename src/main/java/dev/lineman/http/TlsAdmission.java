package dev.lineman.http;

import dev.lineman.http.limit.PerSourceLimits;
import dev.lineman.http.transport.FairQueue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a loop that hold what TLS needs, which takes so much of the heap that ten thousand of them would not fit:
 * how many there may be, who waits for room, and who gives way. Used by the loop's thread.
 */
final class TlsAdmission {
    /** A client may be on its way with the next request for so long; then it gives way to those who wait. */
    private static final long IDLE_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int capacity;
    private final Set<ConnectionState> admitted = new HashSet<>();
    private final PerSourceLimits<ConnectionState> sources = new PerSourceLimits<>();
    private final FairQueue<ConnectionState> waiting = new FairQueue<>();

    /** Since when those inside have had nothing to do, the longest first. */
    private final Map<ConnectionState, Long> idleSince = new LinkedHashMap<>();

    /** @param most how many there may be */
    TlsAdmission(int most) {
        this.capacity = most;
    }

    /** Whether a connection has room, and keeps it until it leaves; else it waits, in the turn of its source. */
    boolean tryAdmit(ConnectionState connectionState) {
        if (admitted.contains(connectionState)) {
            return true;
        }
        if (admitted.size() < capacity && waiting.isEmpty()) {
            admit(connectionState);
            return true;
        }
        waiting.add(connectionState.source, connectionState);
        return false;
    }

    /** Has a connection in, before all that wait. */
    void admit(ConnectionState connectionState) {
        admitted.add(connectionState);
        sources.put(connectionState.source, connectionState, false);
    }

    void remove(ConnectionState connectionState) {
        waiting.remove(connectionState.source, connectionState);
        if (admitted.remove(connectionState)) {
            sources.remove(connectionState.source, connectionState);
            idleSince.remove(connectionState);
        }
    }

    /** Notes what a connection is doing, when that has changed. */
    void updatePhase(ConnectionState connectionState, ConnectionPhase connectionPhase, long now) {
        if (admitted.contains(connectionState)) {
            sources.put(connectionState.source, connectionState, connectionPhase == ConnectionPhase.RESPONSE);
            idleSince.remove(connectionState);
            if (connectionPhase == ConnectionPhase.IDLE) {
                idleSince.put(connectionState, now);
            }
        }
    }

    /** Whose place one that has none is to take at once, since its source has many more inside; null when nobody's. */
    @Nullable
    ConnectionState evictionCandidateFor(ConnectionState connectionState) {
        return admitted.size() < capacity || admitted.contains(connectionState)
                ? null
                : sources.evictionCandidate(connectionState.source);
    }

    /** Who is to give way, since others wait and it has had nothing to do for long; null when nobody is. */
    @Nullable
    ConnectionState expiredIdle(long now) {
        if (waiting.isEmpty() || admitted.size() < capacity || idleSince.isEmpty()) {
            return null;
        }
        Map.Entry<ConnectionState, Long> longest =
                idleSince.entrySet().iterator().next();
        return now - longest.getValue() < IDLE_GRACE_NANOS ? null : longest.getKey();
    }

    /** The next of those who wait, that has room from now on; null when there is none, or nobody waits. */
    @Nullable
    ConnectionState admitNext() {
        ConnectionState connectionState = admitted.size() < capacity ? waiting.next(sources::count) : null;
        if (connectionState != null) {
            admit(connectionState);
        }
        return connectionState;
    }

    /** How long until somebody gives way or comes in, at least 0; {@link Long#MAX_VALUE} if nobody will. */
    long nanosToNext(long now) {
        if (!waiting.isEmpty() && admitted.size() < capacity) {
            return 0;
        }
        if (waiting.isEmpty() || idleSince.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return Math.max(
                0, IDLE_GRACE_NANOS - (now - idleSince.values().iterator().next()));
    }
}
