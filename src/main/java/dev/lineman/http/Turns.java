package dev.lineman.http;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A queue in which sources take turns, so that one that sends many delays itself and hardly anybody else. Each operation takes
 * constant time. Not thread-safe.
 *
 * @param <T> what waits
 */
final class Turns<T> {
    private final Map<Object, Set<T>> waiting = new LinkedHashMap<>();

    void add(Object source, T one) {
        waiting.computeIfAbsent(source, key -> new LinkedHashSet<>(4)).add(one);
    }

    /** Takes out one that need not wait any longer, if it is here. */
    void remove(Object source, T one) {
        Set<T> its = waiting.get(source);
        if (its != null && its.remove(one) && its.isEmpty()) {
            waiting.remove(source);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes out the next one; null when none waits. */
    @Nullable
    T next() {
        Iterator<Map.Entry<Object, Set<T>>> turn = waiting.entrySet().iterator();
        if (!turn.hasNext()) {
            return null;
        }
        Map.Entry<Object, Set<T>> first = turn.next();
        turn.remove();
        Iterator<T> its = first.getValue().iterator();
        T one = its.next();
        its.remove();
        if (its.hasNext()) {
            waiting.put(first.getKey(), first.getValue());
        }
        return one;
    }
}
