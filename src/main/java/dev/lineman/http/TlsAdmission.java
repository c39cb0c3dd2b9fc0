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
    private static final long MERCY = TimeUnit.SECONDS.toNanos(1);

    private final int most;
    private final Set<ConnectionState> inside = new HashSet<>();
    private final PerSourceLimits<ConnectionState> sources = new PerSourceLimits<>();
    private final FairQueue<ConnectionState> waiting = new FairQueue<>();

    /** Since when those inside have had nothing to do, the longest first. */
    private final Map<ConnectionState, Long> idle = new LinkedHashMap<>();

    /** @param most how many there may be */
    TlsAdmission(int most) {
        this.most = most;
    }

    /** Whether a connection has room, and keeps it until it leaves; else it waits, in the turn of its source. */
    boolean enter(ConnectionState connectionState) {
        if (inside.contains(connectionState)) {
            return true;
        }
        if (inside.size() < most && waiting.isEmpty()) {
            take(connectionState);
            return true;
        }
        waiting.add(connectionState.source, connectionState);
        return false;
    }

    /** Has a connection in, before all that wait. */
    void take(ConnectionState connectionState) {
        inside.add(connectionState);
        sources.enter(connectionState.source, connectionState, false);
    }

    void leave(ConnectionState connectionState) {
        waiting.remove(connectionState.source, connectionState);
        if (inside.remove(connectionState)) {
            sources.leave(connectionState.source, connectionState);
            idle.remove(connectionState);
        }
    }

    /** Notes what a connection is doing, when that has changed. */
    void note(ConnectionState connectionState, ConnectionPhase connectionPhase, long now) {
        if (inside.contains(connectionState)) {
            sources.enter(connectionState.source, connectionState, connectionPhase == ConnectionPhase.ANSWER);
            idle.remove(connectionState);
            if (connectionPhase == ConnectionPhase.IDLE) {
                idle.put(connectionState, now);
            }
        }
    }

    /** Whose place one that has none is to take at once, since its source has many more inside; null when nobody's. */
    @Nullable
    ConnectionState yieldingTo(ConnectionState connectionState) {
        return inside.size() < most || inside.contains(connectionState)
                ? null
                : sources.mostDispensable(connectionState.source);
    }

    /** Who is to give way, since others wait and it has had nothing to do for long; null when nobody is. */
    @Nullable
    ConnectionState yielding(long now) {
        if (waiting.isEmpty() || inside.size() < most || idle.isEmpty()) {
            return null;
        }
        Map.Entry<ConnectionState, Long> longest = idle.entrySet().iterator().next();
        return now - longest.getValue() < MERCY ? null : longest.getKey();
    }

    /** The next of those who wait, that has room from now on; null when there is none, or nobody waits. */
    @Nullable
    ConnectionState next() {
        ConnectionState connectionState = inside.size() < most ? waiting.next(sources::weight) : null;
        if (connectionState != null) {
            take(connectionState);
        }
        return connectionState;
    }

    /** How long until somebody gives way or comes in, at least 0; {@link Long#MAX_VALUE} if nobody will. */
    long nanosToNext(long now) {
        if (!waiting.isEmpty() && inside.size() < most) {
            return 0;
        }
        if (waiting.isEmpty() || idle.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, MERCY - (now - idle.values().iterator().next()));
    }
}
