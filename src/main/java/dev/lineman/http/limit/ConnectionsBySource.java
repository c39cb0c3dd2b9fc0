package dev.lineman.http.limit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections of each source. When the server is full, it names the connection to close: the source with
 * the most connections loses the one that was idle longest. Clients behind other addresses keep their
 * connections.
 *
 * <p>Only connections that outlast an event are in here. A burst of good requests from one address therefore
 * counts little. Each operation takes constant time. Not thread-safe.
 *
 * @param <T> a connection
 */
public final class ConnectionsBySource<T> {
    /** The connections of one source. */
    private static final class SourceConnections<T> {
        final Object source;

        /** Connections that wait for the client, the oldest first. */
        final LinkedHashSet<T> waiting = new LinkedHashSet<>(4);

        /** Connections with a response that is being sent, the oldest first. */
        final LinkedHashSet<T> responding = new LinkedHashSet<>(4);

        int count;

        SourceConnections(Object source) {
            this.source = source;
        }
    }

    private final Map<Object, SourceConnections<T>> bySource = new HashMap<>();

    /**
     * The sources with each number of connections; the list at 0 is always empty. A bucket for each number
     * makes the search for the largest one take constant time.
     */
    private final List<LinkedHashSet<SourceConnections<T>>> byCount = new ArrayList<>(List.of(new LinkedHashSet<>()));

    /** The largest number of connections that a source has. */
    private int highestCount;

    /**
     * Adds a connection as the newest of its source, or makes it the newest.
     *
     * @param responding whether a response is being sent; such a connection is closed after the waiting ones of
     *     its source
     */
    public void put(Object source, T connection, boolean responding) {
        SourceConnections<T> connections = bySource.computeIfAbsent(source, SourceConnections::new);
        connections.waiting.remove(connection);
        connections.responding.remove(connection);
        (responding ? connections.responding : connections.waiting).add(connection);
        updateCount(connections);
    }

    /** Removes a connection if it is present. */
    public void remove(Object source, T connection) {
        SourceConnections<T> connections = bySource.get(source);
        if (connections != null
                && (connections.waiting.remove(connection) || connections.responding.remove(connection))) {
            updateCount(connections);
        }
    }

    /** The connection to close when the server is full; null if there is no connection. */
    @Nullable
    public T evictionCandidate() {
        if (highestCount == 0) {
            return null;
        }
        SourceConnections<T> connections = byCount.get(highestCount).iterator().next();
        return (connections.waiting.isEmpty() ? connections.responding : connections.waiting)
                .iterator()
                .next();
    }

    /** The number of connections of a source. */
    public int count(Object source) {
        SourceConnections<T> connections = bySource.get(source);
        return connections == null ? 0 : connections.count;
    }

    /**
     * The connection to close for a new one of a source; null if no source has at least two more connections
     * than this one.
     */
    @Nullable
    public T evictionCandidate(Object source) {
        return highestCount > count(source) + 1 ? evictionCandidate() : null;
    }

    /** Moves a source to the bucket of its current number of connections. */
    private void updateCount(SourceConnections<T> connections) {
        byCount.get(connections.count).remove(connections);
        connections.count = connections.waiting.size() + connections.responding.size();
        if (connections.count == 0) {
            bySource.remove(connections.source);
        } else {
            while (byCount.size() <= connections.count) {
                byCount.add(new LinkedHashSet<>(4));
            }
            byCount.get(connections.count).add(connections);
        }
        highestCount = Math.max(highestCount, connections.count);
        while (highestCount > 0 && byCount.get(highestCount).isEmpty()) {
            highestCount--;
        }
    }
}
