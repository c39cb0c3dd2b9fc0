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
    private final TlsAdmission secure;
    private final LongSupplier nanos;
    private final long retainable;
    private final Runnable gone;
    private int size;
    private long retained;

    /**
     * @param loops how many share the limits
     * @param gone is told when one has gone
     */
    ConnectionTable(HttpLimits limits, LongSupplier nanos, int loops, Runnable gone) {
        this.timeoutQueue = new TimeoutQueue(limits);
        this.secure = new TlsAdmission(Math.max(1, limits.secure() / loops));
        this.nanos = nanos;
        this.retainable = limits.retainedBytes() / loops;
        this.gone = gone;
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
    void note(ConnectionState connectionState, ConnectionPhase before, boolean progress) {
        ConnectionPhase connectionPhase = connectionState.connection.phase();
        if (progress || connectionPhase != before || !timeoutQueue.holds(connectionState)) {
            long now = nanos.getAsLong();
            timeoutQueue.enter(connectionState, connectionPhase, now);
            sources.enter(connectionState.source, connectionState, connectionPhase == ConnectionPhase.ANSWER);
            secure.note(connectionState, connectionPhase, now);
        }
        count(connectionState, connectionState.retained());
        makeHeapRoom();
    }

    /** Puts a connection that has waited, and holds nothing for TLS yet, down to another source. */
    void attribute(ConnectionState connectionState, Object source) {
        sources.leave(connectionState.source, connectionState);
        connectionState.source = source;
        sources.enter(source, connectionState, false);
    }

    /** Whether there is room for what TLS needs for a connection; else it waits for that, and is not to blame for how long. */
    boolean secures(ConnectionState connectionState) {
        ConnectionState yielding = secure.yieldingTo(connectionState);
        if (yielding != null) {
            end(yielding);
            secure.take(connectionState);
        } else if (!secure.enter(connectionState)) {
            suspend(connectionState);
            return false;
        }
        return true;
    }

    /** The next of those who waited for room, and have it now. */
    @Nullable
    ConnectionState nextSecured(long now) {
        ConnectionState yielding = secure.yielding(now);
        if (yielding != null) {
            end(yielding);
        }
        return secure.next();
    }

    /** Stops the clock of one that we keep waiting, until something is noted of it again. */
    void suspend(ConnectionState connectionState) {
        timeoutQueue.leave(connectionState);
    }

    boolean anyExpired(long now) {
        return timeoutQueue.expired(now) != null;
    }

    /** One whose time was up by then, to be dealt with: it is off the roster. */
    @Nullable
    ConnectionState expired(long now) {
        if (!(timeoutQueue.expired(now) instanceof ConnectionState connectionState)) {
            return null;
        }
        timeoutQueue.leave(connectionState);
        return connectionState;
    }

    long nanosToNext() {
        long now = nanos.getAsLong();
        return Math.min(timeoutQueue.nanosToNext(now), secure.nanosToNext(now));
    }

    /** Ends connections of whoever has most of them, until there are no more than that. */
    void makeRoom(int most) {
        while (size > most) {
            ConnectionState dispensable = sources.mostDispensable();
            if (dispensable == null) {
                return;
            }
            end(dispensable);
        }
    }

    /** Ends a connection, whatever it is doing. */
    void end(ConnectionState connectionState) {
        if (!connectionState.channel.isOpen()) {
            return;
        }
        boolean cut = connectionState.connection.phase() == ConnectionPhase.ANSWER;
        connectionState.connection.abandon();
        timeoutQueue.leave(connectionState);
        sources.leave(connectionState.source, connectionState);
        secure.leave(connectionState);
        count(connectionState, 0);
        size--;
        gone.run();
        try {
            if (cut) {
                connectionState.transport.cut();
            } else {
                connectionState.transport.close();
            }
        } catch (IOException e) {
            // Nothing of it is left to save.
        }
    }

    /** Input is kept of those who have not finished a head and of those who ask on without reading the answers. */
    private void makeHeapRoom() {
        while (retained > retainable) {
            TimeoutQueue.TimeoutEntry unfinished = timeoutQueue.oldest(ConnectionPhase.HEAD);
            if (!((unfinished == null ? timeoutQueue.oldest(ConnectionPhase.ANSWER) : unfinished)
                    instanceof ConnectionState connectionState)) {
                return;
            }
            end(connectionState);
        }
    }

    private void count(ConnectionState connectionState, int bytes) {
        retained += bytes - connectionState.counted;
        connectionState.counted = bytes;
    }
}
