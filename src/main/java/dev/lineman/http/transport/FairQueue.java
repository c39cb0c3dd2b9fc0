package dev.lineman.http.transport;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A queue in which sources take turns. A source that adds many items delays mostly itself. {@link TlsWorkers}
 * and the admission of TLS connections use it. Each operation takes constant time. Not thread-safe.
 *
 * @param <T> the type of an item
 */
public final class FairQueue<T> {
    /** The items of each source. The sources are in the order of their turns, the items in the order of arrival. */
    private final Map<Object, Set<T>> waiting = new LinkedHashMap<>();

    /** Adds an item at the end of its source's items. */
    public void add(Object source, T one) {
        waiting.computeIfAbsent(source, key -> new LinkedHashSet<>(4)).add(one);
    }

    /** Removes an item that need not wait any longer; has no effect if it is not present. */
    public void remove(Object source, T one) {
        Set<T> its = waiting.get(source);
        if (its != null && its.remove(one) && its.isEmpty()) {
            waiting.remove(source);
        }
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes the next item; null if the queue is empty. */
    @Nullable
    T next() {
        return next(source -> 0);
    }

    /**
     * Takes the next item. Of the two sources whose turn is next, the lighter one is taken, and the heavier one
     * keeps its turn.
     *
     * @param weight how much a source already has
     * @return null if the queue is empty
     */
    @Nullable
    public T next(ToIntFunction<Object> weight) {
        Iterator<Object> turns = waiting.keySet().iterator();
        if (!turns.hasNext()) {
            return null;
        }
        Object source = turns.next();
        if (turns.hasNext()) {
            Object other = turns.next();
            source = weight.applyAsInt(other) < weight.applyAsInt(source) ? other : source;
        }
        Set<T> its = waiting.getOrDefault(source, Set.of());
        T one = its.iterator().next();
        its.remove(one);
        waiting.remove(source);
        if (!its.isEmpty()) {
            waiting.put(source, its);
        }
        return one;
    }
}
