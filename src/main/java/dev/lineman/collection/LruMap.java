package dev.lineman.collection;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bounded map that evicts the least recently used entry (LRU). Look-ups count as use. Not thread-safe: a
 * look-up changes the order.
 */
public final class LruMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    /** The map holds at most this many entries. */
    private final int maxEntries;

    /**
     * Makes an empty map.
     *
     * @param maxEntries the largest number of entries
     */
    public LruMap(int maxEntries) {
        super(16, 0.75f, true);
        this.maxEntries = maxEntries;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > maxEntries;
    }
}
