package dev.lineman.http.limit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who holds how many connections, and so who gives one up when there is no more room: the source with the most, of several the
 * one that has stirred least lately. Only connections that outlast an event are entered, so that a burst of good requests
 * weighs nothing, however many come from one address. Each operation takes constant time. Not thread-safe.
 *
 * @param <T> a connection
 */
public final class PerSourceLimits<T> {
    private static final class SourceConnections<T> {
        final Object source;
        final LinkedHashSet<T> waiting = new LinkedHashSet<>(4);
        final LinkedHashSet<T> responding = new LinkedHashSet<>(4);
        int count;

        SourceConnections(Object source) {
            this.source = source;
        }
    }

    private final Map<Object, SourceConnections<T>> bySource = new HashMap<>();

    /** The parties of each weight; nobody weighs 0. */
    private final List<LinkedHashSet<SourceConnections<T>>> byCount = new ArrayList<>(List.of(new LinkedHashSet<>()));

    private int highestCount;

    /**
     * Enters a connection as the newest of its source, wherever it was.
     *
     * @param answered whether an answer is on its way: such a connection goes after those of its source that wait
     */
    public void put(Object source, T connection, boolean answered) {
        SourceConnections<T> party = bySource.computeIfAbsent(source, SourceConnections::new);
        party.waiting.remove(connection);
        party.responding.remove(connection);
        (answered ? party.responding : party.waiting).add(connection);
        updateCount(party);
    }

    public void remove(Object source, T connection) {
        SourceConnections<T> party = bySource.get(source);
        if (party != null && (party.waiting.remove(connection) || party.responding.remove(connection))) {
            updateCount(party);
        }
    }

    /** Who is to make room, or null if nobody is here. */
    @Nullable
    public T evictionCandidate() {
        if (highestCount == 0) {
            return null;
        }
        SourceConnections<T> party = byCount.get(highestCount).iterator().next();
        return (party.waiting.isEmpty() ? party.responding : party.waiting)
                .iterator()
                .next();
    }

    /** How many connections of a source are here. */
    public int count(Object source) {
        SourceConnections<T> party = bySource.get(source);
        return party == null ? 0 : party.count;
    }

    /** Who is to make room for one more of a source: null where nobody has many more than that. */
    @Nullable
    public T evictionCandidate(Object source) {
        return highestCount > count(source) + 1 ? evictionCandidate() : null;
    }

    private void updateCount(SourceConnections<T> party) {
        byCount.get(party.count).remove(party);
        party.count = party.waiting.size() + party.responding.size();
        if (party.count == 0) {
            bySource.remove(party.source);
        } else {
            while (byCount.size() <= party.count) {
                byCount.add(new LinkedHashSet<>(4));
            }
            byCount.get(party.count).add(party);
        }
        highestCount = Math.max(highestCount, party.count);
        while (highestCount > 0 && byCount.get(highestCount).isEmpty()) {
            highestCount--;
        }
    }
}
