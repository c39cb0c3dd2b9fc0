package dev.lineman.collection;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that is bounded: above so many entries, the one that was used longest ago goes. Not thread-safe. */
public final class LruMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int maxEntries;

    public LruMap(int most) {
        super(16, 0.75f, true);
        this.maxEntries = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > maxEntries;
    }
}
