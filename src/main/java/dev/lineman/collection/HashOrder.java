package dev.lineman.collection;

import java.util.Comparator;

/**
 * An order of texts for sorted maps that are never read in order: by hash code, then by text. A look-up then
 * compares whole texts only at its end, because a string caches its hash code. A tree in this order needs less
 * than half of the memory of a persistent hash map, and can be built in one pass. Stateless.
 */
public final class HashOrder implements Comparator<String> {
    /** The only instance. */
    public static final HashOrder BY_HASH = new HashOrder();

    private HashOrder() {}

    @Override
    public int compare(String one, String other) {
        int byHash = Integer.compare(one.hashCode(), other.hashCode());
        return byHash != 0 ? byHash : one.compareTo(other);
    }
}
