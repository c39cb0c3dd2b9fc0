package dev.lineman.inventory;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Collects changes of a persistent map. An empty map is filled as a plain sorted map and converted once at the
 * end: that takes a fraction of the time of as many persistent updates. Not thread-safe.
 *
 * @param <V> the type of the values
 */
final class PersistentMapBuilder<V> {
    private TreePMap<String, V> map;
    /** The content as long as the persistent map was empty at the start; else null. */
    private final @Nullable TreeMap<String, V> initial;

    PersistentMapBuilder(TreePMap<String, V> map) {
        this.map = map;
        this.initial = map.isEmpty() ? new TreeMap<>(map.comparator()) : null;
    }

    /** Returns the current value of a key, or null. */
    @Nullable
    V get(String key) {
        return initial == null ? map.get(key) : initial.get(key);
    }

    /** Sets the value of a key; null removes the key. */
    void set(String key, @Nullable V value) {
        if (initial == null) {
            map = value == null ? map.minus(key) : map.plus(key, value);
        } else if (value == null) {
            initial.remove(key);
        } else {
            initial.put(key, value);
        }
    }

    /** Returns the changed map. Call it once, after the last change. */
    TreePMap<String, V> map() {
        return initial == null || initial.isEmpty() ? map : TreePMap.fromSortedMap(initial);
    }
}
