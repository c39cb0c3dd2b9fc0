package dev.lineman.http;

import dev.lineman.http.limit.ConnectionsBySource;
import dev.lineman.http.message.HttpLimits;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one {@link EventLoop} and their limits: the number of connections, the heap for their
 * input, the timeouts, and the memory for TLS. When a limit is exceeded, it chooses a connection and closes it.
 * Used by the loop's thread.
 */
final class ConnectionTable {
    private final TimeoutQueue timeoutQueue;

    /** Only connections that outlast an event are in here. */
    private final ConnectionsBySource<ConnectionState> sources = new ConnectionsBySource<>();

    private final TlsAdmission tlsAdmission;
    private final LongSupplier nanos;

    /** The share of {@link HttpLimits#retainedBytes} for this loop. */
    private final long maxRetainedBytes;

    private final ConnectionCounts connectionCounts;

    private int size;

    /** The sum of {@link ConnectionState#retainedBytes} over all connections. */
    private long retainedBytes;

    /**
     * @param nanos a monotonic clock, in nanoseconds
     * @param loops the number of loops that share the limits; each has an equal part
     * @param connectionCounts counts each connection that is closed
     */
    ConnectionTable(HttpLimits limits, LongSupplier nanos, int loops, ConnectionCounts connectionCounts) {
        this.timeoutQueue = new TimeoutQueue(limits);
        this.tlsAdmission = new TlsAdmission(Math.max(1, limits.tlsConnections() / loops));
        this.nanos = nanos;
        this.maxRetainedBytes = limits.retainedBytes() / loops;
        this.connectionCounts = connectionCounts;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Counts one more connection. {@link #update} makes it known to the timeouts and limits. */
    void add() {
        size++;
    }

    /**
     * Records the current phase and input of a connection. Its timeout restarts after progress or a change of
     * phase.
     *
     * @param before the phase before the event
     * @param progress whether enough of a response was sent, or of a body received, to restart the timeout
     */
    void update(ConnectionState connectionState, ConnectionPhase before, boolean progress) {
        ConnectionPhase connectionPhase = connectionState.connection.phase();
        if (progress || connectionPhase != before || !timeoutQueue.contains(connectionState)) {
            long now = nanos.getAsLong();
            timeoutQueue.put(connectionState, connectionPhase, now);
            sources.put(connectionState.source, connectionState, connectionPhase == ConnectionPhase.RESPONSE);
            tlsAdmission.updatePhase(connectionState, connectionPhase, now);
        }
        updateRetained(connectionState, connectionState.retainedBytes());
        evictForHeap();
    }

    /**
     * Moves a connection to another source, after a PROXY header has named its client. The connection must not be
     * admitted to TLS yet.
     */
    void changeSource(ConnectionState connectionState, Object source) {
        sources.remove(connectionState.source, connectionState);
        connectionState.source = source;
        sources.put(source, connectionState, false);
    }

    /**
     * Whether the connection may allocate memory for TLS. If not, it waits in the queue, and its timeout stops
     * because the wait is not the client's fault.
     */
    boolean admitTls(ConnectionState connectionState) {
        ConnectionState evicted = tlsAdmission.evictionCandidateFor(connectionState);
        if (evicted != null) {
            close(evicted);
            tlsAdmission.admit(connectionState);
        } else if (!tlsAdmission.tryAdmit(connectionState)) {
            suspendTimeout(connectionState);
            return false;
        }
        return true;
    }

    /**
     * Admits the next waiting connection to TLS and returns it, or null. May close an idle connection first.
     *
     * @param now the time in nanoseconds
     */
    @Nullable
    ConnectionState admitNextTls(long now) {
        ConnectionState evicted = tlsAdmission.expiredIdle(now);
        if (evicted != null) {
            close(evicted);
        }
        return tlsAdmission.admitNext();
    }

    /** Stops the timeout of a connection that waits for the server. {@link #update} starts it again. */
    void suspendTimeout(ConnectionState connectionState) {
        timeoutQueue.remove(connectionState);
    }

    /** Whether the timeout of a connection has passed. */
    boolean hasExpired(long now) {
        return timeoutQueue.expired(now) != null;
    }

    /** A connection whose timeout has passed, or null. It is removed from the timeout queue; the caller handles it. */
    @Nullable
    ConnectionState pollExpired(long now) {
        if (!(timeoutQueue.expired(now) instanceof ConnectionState connectionState)) {
            return null;
        }
        timeoutQueue.remove(connectionState);
        return connectionState;
    }

    /**
     * Time until a timeout passes or a connection can be admitted to TLS, in nanoseconds; {@link Long#MAX_VALUE} if
     * there is none.
     */
    long nanosToNext() {
        long now = nanos.getAsLong();
        return Math.min(timeoutQueue.nanosToNext(now), tlsAdmission.nanosToNext(now));
    }

    /**
     * Closes connections until at most this many remain. Each time, the source with the most connections loses
     * the one that has waited longest.
     */
    void evictDownTo(int max) {
        while (size > max) {
            ConnectionState candidate = sources.evictionCandidate();
            if (candidate == null) {
                return;
            }
            close(candidate);
        }
    }

    /** Closes a connection in any phase and removes it from all limits. A second call has no effect. */
    void close(ConnectionState connectionState) {
        if (!connectionState.channel.isOpen()) {
            return;
        }
        // A response that is not complete ends with a reset, so that the client does not take it for a whole
        // one.
        boolean incomplete = connectionState.connection.phase() == ConnectionPhase.RESPONSE;
        connectionState.connection.abandon();
        timeoutQueue.remove(connectionState);
        sources.remove(connectionState.source, connectionState);
        tlsAdmission.remove(connectionState);
        updateRetained(connectionState, 0);
        size--;
        connectionCounts.closed(connectionState.isRegistered());
        try {
            if (incomplete) {
                connectionState.transport.reset();
            } else {
                connectionState.transport.close();
            }
        } catch (IOException e) {
            // The connection is closed in any case.
        }
    }

    /**
     * Closes connections while the kept input exceeds the limit: first the oldest unfinished request head, then the
     * oldest unfinished body, then the oldest connection whose client sends more requests without reading the
     * responses.
     */
    private void evictForHeap() {
        while (retainedBytes > maxRetainedBytes) {
            TimeoutQueue.TimeoutEntry oldest = timeoutQueue.oldest(ConnectionPhase.HEAD);
            oldest = oldest == null ? timeoutQueue.oldest(ConnectionPhase.RECEIVE) : oldest;
            oldest = oldest == null ? timeoutQueue.oldest(ConnectionPhase.RESPONSE) : oldest;
            if (!(oldest instanceof ConnectionState connectionState)) {
                return;
            }
            close(connectionState);
        }
    }

    /** Replaces the share of one connection in {@link #retainedBytes}. */
    private void updateRetained(ConnectionState connectionState, int bytes) {
        retainedBytes += bytes - connectionState.countedBytes;
        connectionState.countedBytes = bytes;
    }
}
