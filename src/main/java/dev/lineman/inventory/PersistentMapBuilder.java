package dev.lineman.inventory;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * A persistent map being brought up to date. One that is empty is filled as a plain map, and built at once in the end: that takes a fraction of the time of as many persistent updates. For one thread.
 */
final class PersistentMapBuilder<V> {
    private TreePMap<String, V> map;
    private final @Nullable TreeMap<String, V> initial;

    PersistentMapBuilder(TreePMap<String, V> map) {
        this.map = map;
        this.initial = map.isEmpty() ? new TreeMap<>(map.comparator()) : null;
    }

    @Nullable
    V get(String key) {
        return initial == null ? map.get(key) : initial.get(key);
    }

    /** Gives a key its value, or none. */
    void set(String key, @Nullable V value) {
        if (initial == null) {
            map = value == null ? map.minus(key) : map.plus(key, value);
        } else if (value == null) {
            initial.remove(key);
        } else {
            initial.put(key, value);
        }
    }

    TreePMap<String, V> map() {
        return initial == null || initial.isEmpty() ? map : TreePMap.fromSortedMap(initial);
    }
}
