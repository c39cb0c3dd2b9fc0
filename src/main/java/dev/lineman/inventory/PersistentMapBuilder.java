package dev.lineman.inventory;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * A persistent map being brought up to date. One that is empty is filled as a plain map, and built at once in the end: that takes a fraction of the time of as many persistent updates. For one thread.
 */
final class PersistentMapBuilder<V> {
    private TreePMap<String, V> map;
    private final @Nullable TreeMap<String, V> first;

    PersistentMapBuilder(TreePMap<String, V> map) {
        this.map = map;
        this.first = map.isEmpty() ? new TreeMap<>(map.comparator()) : null;
    }

    @Nullable
    V get(String key) {
        return first == null ? map.get(key) : first.get(key);
    }

    /** Gives a key its value, or none. */
    void set(String key, @Nullable V value) {
        if (first == null) {
            map = value == null ? map.minus(key) : map.plus(key, value);
        } else if (value == null) {
            first.remove(key);
        } else {
            first.put(key, value);
        }
    }

    TreePMap<String, V> map() {
        return first == null || first.isEmpty() ? map : TreePMap.fromSortedMap(first);
    }
}
