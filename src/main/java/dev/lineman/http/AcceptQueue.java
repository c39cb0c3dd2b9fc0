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
    private final AtomicInteger requestedCloses = new AtomicInteger();
    private volatile boolean closed;

    /** Connections that were closed since the last selection, and how many of them were owed: the loop's. */
    private int closedCount;

    private int startedCloses;
    private int closedBeforeSelect;
    private int startedBeforeSelect;

    /** One more; it is turned away if nobody takes it any more. */
    void add(AcceptedConnection acceptedConnection) {
        load.incrementAndGet();
        queue.add(acceptedConnection);
        if (closed) {
            reject();
        }
    }

    /** The next one. */
    @Nullable
    AcceptedConnection poll() {
        return queue.poll();
    }

    int load() {
        return load.get();
    }

    /** One connection more is to be closed. */
    void requestClose() {
        requestedCloses.incrementAndGet();
    }

    /** How many are still to be closed. */
    int pendingCloses() {
        return requestedCloses.get();
    }

    /** The loop's: notes that a connection was closed. */
    void connectionClosed() {
        closedCount++;
    }

    /** The loop's: how many it is to close now. From then on it has closed them. */
    int takeRequestedCloses() {
        int many = Math.max(0, requestedCloses.get() - startedCloses);
        startedCloses += many;
        return many;
    }

    /** The loop's: whether a selection would free descriptors. */
    boolean hasUnreleasedDescriptors() {
        return closedCount > 0 || startedCloses > 0;
    }

    /** The loop's, before a selection: it frees the descriptors of what was closed by now. */
    void beforeSelect() {
        closedBeforeSelect = closedCount;
        startedBeforeSelect = startedCloses;
    }

    /** The loop's, after the selection. */
    void afterSelect() {
        closedCount -= closedBeforeSelect;
        startedCloses -= startedBeforeSelect;
        load.addAndGet(-closedBeforeSelect);
        requestedCloses.addAndGet(-startedBeforeSelect);
    }

    /** Takes nobody any more. */
    void close() {
        closed = true;
        reject();
    }

    void reject(SocketChannel channel) {
        load.decrementAndGet();
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing of it is left to save.
        }
    }

    private void reject() {
        for (AcceptedConnection acceptedConnection = poll(); acceptedConnection != null; acceptedConnection = poll()) {
            reject(acceptedConnection.channel());
        }
    }
}
