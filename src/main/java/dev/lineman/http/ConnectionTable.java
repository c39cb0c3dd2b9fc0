package dev.lineman.http;

import dev.lineman.http.limit.PerSourceLimits;
import dev.lineman.http.message.HttpLimits;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a loop and what they take together: how many there are, how much input they keep, whose time is up, and
 * who goes when there is too much. Used by the loop's thread.
 */
final class ConnectionTable {
    private final TimeoutQueue timeoutQueue;
    private final PerSourceLimits<ConnectionState> sources = new PerSourceLimits<>();
    private final TlsAdmission tlsAdmission;
    private final LongSupplier nanos;
    private final long maxRetainedBytes;
    private final Runnable onClosed;
    private int size;
    private long retainedBytes;

    /**
     * @param loops how many share the limits
     * @param gone is told when one has gone
     */
    ConnectionTable(HttpLimits limits, LongSupplier nanos, int loops, Runnable gone) {
        this.timeoutQueue = new TimeoutQueue(limits);
        this.tlsAdmission = new TlsAdmission(Math.max(1, limits.tlsConnections() / loops));
        this.nanos = nanos;
        this.maxRetainedBytes = limits.retainedBytes() / loops;
        this.onClosed = gone;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add() {
        size++;
    }

    /** Notes where a connection stands. It has its full time again after progress, or in another phase than before. */
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

    /** Puts a connection that has waited, and holds nothing for TLS yet, down to another source. */
    void changeSource(ConnectionState connectionState, Object source) {
        sources.remove(connectionState.source, connectionState);
        connectionState.source = source;
        sources.put(source, connectionState, false);
    }

    /** Whether there is room for what TLS needs for a connection; else it waits for that, and is not to blame for how long. */
    boolean admitTls(ConnectionState connectionState) {
        ConnectionState yielding = tlsAdmission.evictionCandidateFor(connectionState);
        if (yielding != null) {
            close(yielding);
            tlsAdmission.admit(connectionState);
        } else if (!tlsAdmission.tryAdmit(connectionState)) {
            suspendTimeout(connectionState);
            return false;
        }
        return true;
    }

    /** The next of those who waited for room, and have it now. */
    @Nullable
    ConnectionState admitNextTls(long now) {
        ConnectionState yielding = tlsAdmission.expiredIdle(now);
        if (yielding != null) {
            close(yielding);
        }
        return tlsAdmission.admitNext();
    }

    /** Stops the clock of one that we keep waiting, until something is noted of it again. */
    void suspendTimeout(ConnectionState connectionState) {
        timeoutQueue.remove(connectionState);
    }

    boolean hasExpired(long now) {
        return timeoutQueue.expired(now) != null;
    }

    /** One whose time was up by then, to be dealt with: it is off the roster. */
    @Nullable
    ConnectionState pollExpired(long now) {
        if (!(timeoutQueue.expired(now) instanceof ConnectionState connectionState)) {
            return null;
        }
        timeoutQueue.remove(connectionState);
        return connectionState;
    }

    long nanosToNext() {
        long now = nanos.getAsLong();
        return Math.min(timeoutQueue.nanosToNext(now), tlsAdmission.nanosToNext(now));
    }

    /** Ends connections of whoever has most of them, until there are no more than that. */
    void evictDownTo(int most) {
        while (size > most) {
            ConnectionState dispensable = sources.evictionCandidate();
            if (dispensable == null) {
                return;
            }
            close(dispensable);
        }
    }

    /** Ends a connection, whatever it is doing. */
    void close(ConnectionState connectionState) {
        if (!connectionState.channel.isOpen()) {
            return;
        }
        boolean cut = connectionState.connection.phase() == ConnectionPhase.RESPONSE;
        connectionState.connection.abandon();
        timeoutQueue.remove(connectionState);
        sources.remove(connectionState.source, connectionState);
        tlsAdmission.remove(connectionState);
        updateRetained(connectionState, 0);
        size--;
        onClosed.run();
        try {
            if (cut) {
                connectionState.transport.reset();
            } else {
                connectionState.transport.close();
            }
        } catch (IOException e) {
            // Nothing of it is left to save.
        }
    }

    /** Input is kept of those who have not finished a head and of those who ask on without reading the answers. */
    private void evictForHeap() {
        while (retainedBytes > maxRetainedBytes) {
            TimeoutQueue.TimeoutEntry unfinished = timeoutQueue.oldest(ConnectionPhase.HEAD);
            if (!((unfinished == null ? timeoutQueue.oldest(ConnectionPhase.RESPONSE) : unfinished)
                    instanceof ConnectionState connectionState)) {
                return;
            }
            close(connectionState);
        }
    }

    private void updateRetained(ConnectionState connectionState, int bytes) {
        retainedBytes += bytes - connectionState.countedBytes;
        connectionState.countedBytes = bytes;
    }
}
