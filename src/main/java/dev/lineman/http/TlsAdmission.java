package dev.lineman.http;

import dev.lineman.http.limit.ConnectionsBySource;
import dev.lineman.http.transport.FairQueue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many connections of one {@link EventLoop} hold an {@code SSLEngine}. An engine takes some 12 KB of
 * heap, or 80 KB of heap and native memory, too much for ten thousand connections. Further connections wait, and their
 * sources take turns. Used by the loop's thread.
 */
final class TlsAdmission {
    /** An idle connection may be about to send its next request. After this time it loses its place if others wait. */
    private static final long IDLE_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int capacity;

    /** The connections that hold a place. */
    private final Set<ConnectionState> admitted = new HashSet<>();

    /** The admitted connections by source. */
    private final ConnectionsBySource<ConnectionState> sources = new ConnectionsBySource<>();

    private final FairQueue<ConnectionState> waiting = new FairQueue<>();

    /** Since when each admitted idle connection has been idle, in nanoseconds, the longest first. */
    private final Map<ConnectionState, Long> idleSince = new LinkedHashMap<>();

    /** @param capacity how many connections may hold a place */
    TlsAdmission(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Whether the connection has a place. It keeps the place until {@link #remove}. Without a place it waits in
     * the queue of its source.
     */
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

    /** Gives a connection a place before all that wait. */
    void admit(ConnectionState connectionState) {
        admitted.add(connectionState);
        sources.put(connectionState.source, connectionState, false);
    }

    /** Frees the place of a connection, or removes it from the queue. */
    void remove(ConnectionState connectionState) {
        waiting.remove(connectionState.source, connectionState);
        if (admitted.remove(connectionState)) {
            sources.remove(connectionState.source, connectionState);
            idleSince.remove(connectionState);
        }
    }

    /** Records a new phase of a connection. Has no effect if the connection holds no place. */
    void updatePhase(ConnectionState connectionState, ConnectionPhase connectionPhase, long now) {
        if (admitted.contains(connectionState)) {
            sources.put(connectionState.source, connectionState, connectionPhase == ConnectionPhase.RESPONSE);
            idleSince.remove(connectionState);
            if (connectionPhase == ConnectionPhase.IDLE) {
                idleSince.put(connectionState, now);
            }
        }
    }

    /**
     * The connection to close so that another one gets its place at once. It is of a source with at least two more
     * places than the source of the new connection. Null if there is no such source or places are free.
     */
    @Nullable
    ConnectionState evictionCandidateFor(ConnectionState connectionState) {
        return admitted.size() < capacity || admitted.contains(connectionState)
                ? null
                : sources.evictionCandidate(connectionState.source);
    }

    /**
     * The connection that has been idle longest, if others wait and it has been idle for long enough; otherwise
     * null.
     */
    @Nullable
    ConnectionState expiredIdle(long now) {
        if (waiting.isEmpty() || admitted.size() < capacity || idleSince.isEmpty()) {
            return null;
        }
        Map.Entry<ConnectionState, Long> longest =
                idleSince.entrySet().iterator().next();
        return now - longest.getValue() < IDLE_GRACE_NANOS ? null : longest.getKey();
    }

    /** Gives the next waiting connection a free place. Null if no place is free or no connection waits. */
    @Nullable
    ConnectionState admitNext() {
        ConnectionState connectionState = admitted.size() < capacity ? waiting.next(sources::count) : null;
        if (connectionState != null) {
            admit(connectionState);
        }
        return connectionState;
    }

    /**
     * Time until {@link #admitNext} or {@link #expiredIdle} can return a connection, at least 0 nanoseconds;
     * {@link Long#MAX_VALUE} if no connection waits for that.
     */
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
