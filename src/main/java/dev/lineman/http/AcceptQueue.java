package dev.lineman.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The queue of accepted connections between the {@link Acceptor} and one {@link EventLoop}. It also counts the
 * connections of the loop, and the connections that the loop must close to free file descriptors.
 *
 * <p>A closed connection counts until the next selection has run. Only then does the JDK free its descriptor.
 *
 * <p>Thread-safe, except for the methods that say "loop thread only".
 */
final class AcceptQueue {
    private final Queue<AcceptedConnection> queue = new ConcurrentLinkedQueue<>();

    /** Connections in the queue and in the loop, including closed ones whose descriptor is not free yet. */
    private final AtomicInteger load = new AtomicInteger();

    /** Connections to close on request, until their descriptors are free. */
    private final AtomicInteger requestedCloses = new AtomicInteger();

    /** After the loop has ended, new connections are rejected. */
    private volatile boolean closed;

    /** Connections closed since the last selection. Loop thread only, like the fields below. */
    private int closedCount;

    /** Requested closes that the loop has started. */
    private int startedCloses;

    /** {@link #closedCount} when the current selection began. */
    private int closedBeforeSelect;

    /** {@link #startedCloses} when the current selection began. */
    private int startedBeforeSelect;

    /** Adds a connection. Any thread may call this. After {@link #close} the connection is closed at once. */
    void add(AcceptedConnection acceptedConnection) {
        load.incrementAndGet();
        queue.add(acceptedConnection);
        // The loop may have ended after the connection was added; then no other call empties the queue.
        if (closed) {
            reject();
        }
    }

    /** The next accepted connection, or null when the queue is empty. Loop thread only. */
    @Nullable
    AcceptedConnection poll() {
        return queue.poll();
    }

    /** The number of connections that hold or will hold a descriptor for this loop. */
    int load() {
        return load.get();
    }

    /** Asks the loop to close one more connection. */
    void requestClose() {
        requestedCloses.incrementAndGet();
    }

    /** The number of requested closes whose descriptors are not free yet. */
    int pendingCloses() {
        return requestedCloses.get();
    }

    /** Notes that the loop has closed a connection. Loop thread only. */
    void connectionClosed() {
        closedCount++;
    }

    /** How many connections the loop must close now; marks them as started. Loop thread only. */
    int takeRequestedCloses() {
        int count = Math.max(0, requestedCloses.get() - startedCloses);
        startedCloses += count;
        return count;
    }

    /** Whether a selection would free descriptors. Loop thread only. */
    boolean hasUnreleasedDescriptors() {
        return closedCount > 0 || startedCloses > 0;
    }

    /** Call before a selection: it frees the descriptors of the connections closed until now. Loop thread only. */
    void beforeSelect() {
        closedBeforeSelect = closedCount;
        startedBeforeSelect = startedCloses;
    }

    /** Call after the selection: removes the freed descriptors from the counts. Loop thread only. */
    void afterSelect() {
        closedCount -= closedBeforeSelect;
        startedCloses -= startedBeforeSelect;
        load.addAndGet(-closedBeforeSelect);
        requestedCloses.addAndGet(-startedBeforeSelect);
    }

    /** Rejects the queued connections and all later ones. */
    void close() {
        closed = true;
        reject();
    }

    /** Closes a connection that the loop cannot serve. */
    void reject(SocketChannel channel) {
        load.decrementAndGet();
        try {
            channel.close();
        } catch (IOException e) {
            // The connection is closed in any case.
        }
    }

    private void reject() {
        for (AcceptedConnection acceptedConnection = poll(); acceptedConnection != null; acceptedConnection = poll()) {
            reject(acceptedConnection.channel());
        }
    }
}
