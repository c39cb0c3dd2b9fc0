package dev.lineman.http.transport;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A queue in which sources take turns, so that one that sends many delays itself and hardly anybody else. Each operation takes
 * constant time. Not thread-safe.
 *
 * @param <T> what waits
 */
public final class FairQueue<T> {
    private final Map<Object, Set<T>> waiting = new LinkedHashMap<>();

    public void add(Object source, T one) {
        waiting.computeIfAbsent(source, key -> new LinkedHashSet<>(4)).add(one);
    }

    /** Takes out one that need not wait any longer, if it is here. */
    public void remove(Object source, T one) {
        Set<T> its = waiting.get(source);
        if (its != null && its.remove(one) && its.isEmpty()) {
            waiting.remove(source);
        }
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes out the next one; null when none waits. */
    @Nullable
    T next() {
        return next(source -> 0);
    }

    /** Takes out the next one, of the lighter of the two sources whose turn is next: the heavier one keeps its turn. */
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
