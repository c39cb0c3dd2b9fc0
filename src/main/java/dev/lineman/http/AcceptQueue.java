package dev.lineman.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connections on their way to one loop, how many are there or on their way, and how many it is to close because their
 * descriptors are needed elsewhere. A connection counts until the selection after it was closed: only then its descriptor is free.
 * Thread-safe, but for what says that it is the loop's.
 */
final class AcceptQueue {
    private final Queue<AcceptedConnection> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger load = new AtomicInteger();
    private final AtomicInteger owed = new AtomicInteger();
    private volatile boolean closed;

    /** Connections that were closed since the last selection, and how many of them were owed: the loop's. */
    private int leaving;

    private int repaid;
    private int settlingLeft;
    private int settlingRepaid;

    /** One more; it is turned away if nobody takes it any more. */
    void add(AcceptedConnection acceptedConnection) {
        load.incrementAndGet();
        queue.add(acceptedConnection);
        if (closed) {
            turnAway();
        }
    }

    /** The next one. */
    @Nullable
    AcceptedConnection next() {
        return queue.poll();
    }

    int load() {
        return load.get();
    }

    /** One connection more is to be closed. */
    void owe() {
        owed.incrementAndGet();
    }

    /** How many are still to be closed. */
    int owed() {
        return owed.get();
    }

    /** The loop's: notes that a connection was closed. */
    void leave() {
        leaving++;
    }

    /** The loop's: how many it is to close now. From then on it has closed them. */
    int repay() {
        int many = Math.max(0, owed.get() - repaid);
        repaid += many;
        return many;
    }

    /** The loop's: whether a selection would free descriptors. */
    boolean unsettled() {
        return leaving > 0 || repaid > 0;
    }

    /** The loop's, before a selection: it frees the descriptors of what was closed by now. */
    void settling() {
        settlingLeft = leaving;
        settlingRepaid = repaid;
    }

    /** The loop's, after the selection. */
    void settled() {
        leaving -= settlingLeft;
        repaid -= settlingRepaid;
        load.addAndGet(-settlingLeft);
        owed.addAndGet(-settlingRepaid);
    }

    /** Takes nobody any more. */
    void close() {
        closed = true;
        turnAway();
    }

    void turnAway(SocketChannel channel) {
        load.decrementAndGet();
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing of it is left to save.
        }
    }

    private void turnAway() {
        for (AcceptedConnection acceptedConnection = next(); acceptedConnection != null; acceptedConnection = next()) {
            turnAway(acceptedConnection.channel());
        }
    }
}
