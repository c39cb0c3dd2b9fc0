package dev.lineman.http;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the connections of one {@link EventLoop}, and the connections that the loop must close to free file
 * descriptors.
 *
 * <p>A closed connection that was registered with the selector counts until the next selection has run. Only then
 * does the JDK free its descriptor.
 *
 * <p>Thread-safe, except for the methods that say "loop thread only".
 */
final class ConnectionCounts {
    /** Connections of the loop, including closed ones whose descriptor is not free yet. */
    private final AtomicInteger load = new AtomicInteger();

    /** Connections to close on request, until their descriptors are free. */
    private final AtomicInteger requestedCloses = new AtomicInteger();

    /** Registered connections closed since the last selection. Loop thread only, like the fields below. */
    private int closedCount;

    /** Requested closes that the loop has started. */
    private int startedCloses;

    /** {@link #closedCount} when the current selection began. */
    private int closedBeforeSelect;

    /** {@link #startedCloses} when the current selection began. */
    private int startedBeforeSelect;

    /** Notes an accepted connection. Loop thread only. */
    void accepted() {
        load.incrementAndGet();
    }

    /** The number of connections that hold a descriptor for this loop. */
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

    /**
     * Notes that the loop has closed a connection. Loop thread only.
     *
     * @param registered whether it was registered with the selector
     */
    void closed(boolean registered) {
        if (registered) {
            closedCount++;
        } else {
            load.decrementAndGet();
        }
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
}
