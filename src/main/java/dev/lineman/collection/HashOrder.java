package dev.lineman.collection;

import java.util.Comparator;

/**
 * An order of texts for maps that nobody walks in order: by hash, which a text keeps once it was asked for, so that a
 * look-up compares whole texts only where it ends. A tree in this order needs less than half of the memory of a
 * persistent hash map, and can be built at once.
 */
public final class HashOrder implements Comparator<String> {
    /** The one that there is. */
    public static final HashOrder BY_HASH = new HashOrder();

    private HashOrder() {}

    @Override
    public int compare(String one, String other) {
        int byHash = Integer.compare(one.hashCode(), other.hashCode());
        return byHash != 0 ? byHash : one.compareTo(other);
    }
}
