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
    private static final class Party<T> {
        final Object source;
        final LinkedHashSet<T> waiting = new LinkedHashSet<>(4);
        final LinkedHashSet<T> answered = new LinkedHashSet<>(4);
        int weight;

        Party(Object source) {
            this.source = source;
        }
    }

    private final Map<Object, Party<T>> parties = new HashMap<>();

    /** The parties of each weight; nobody weighs 0. */
    private final List<LinkedHashSet<Party<T>>> byWeight = new ArrayList<>(List.of(new LinkedHashSet<>()));

    private int heaviest;

    /**
     * Enters a connection as the newest of its source, wherever it was.
     *
     * @param answered whether an answer is on its way: such a connection goes after those of its source that wait
     */
    public void enter(Object source, T connection, boolean answered) {
        Party<T> party = parties.computeIfAbsent(source, Party::new);
        party.waiting.remove(connection);
        party.answered.remove(connection);
        (answered ? party.answered : party.waiting).add(connection);
        weigh(party);
    }

    public void leave(Object source, T connection) {
        Party<T> party = parties.get(source);
        if (party != null && (party.waiting.remove(connection) || party.answered.remove(connection))) {
            weigh(party);
        }
    }

    /** Who is to make room, or null if nobody is here. */
    @Nullable
    public T mostDispensable() {
        if (heaviest == 0) {
            return null;
        }
        Party<T> party = byWeight.get(heaviest).iterator().next();
        return (party.waiting.isEmpty() ? party.answered : party.waiting)
                .iterator()
                .next();
    }

    /** How many connections of a source are here. */
    public int weight(Object source) {
        Party<T> party = parties.get(source);
        return party == null ? 0 : party.weight;
    }

    /** Who is to make room for one more of a source: null where nobody has many more than that. */
    @Nullable
    public T mostDispensable(Object source) {
        return heaviest > weight(source) + 1 ? mostDispensable() : null;
    }

    private void weigh(Party<T> party) {
        byWeight.get(party.weight).remove(party);
        party.weight = party.waiting.size() + party.answered.size();
        if (party.weight == 0) {
            parties.remove(party.source);
        } else {
            while (byWeight.size() <= party.weight) {
                byWeight.add(new LinkedHashSet<>(4));
            }
            byWeight.get(party.weight).add(party);
        }
        heaviest = Math.max(heaviest, party.weight);
        while (heaviest > 0 && byWeight.get(heaviest).isEmpty()) {
            heaviest--;
        }
    }
}
