package dev.lineman.inventory;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps once what the files of a fleet repeat: the keys of mappings, the places of files that are laid out alike, and
 * texts such as first names. Bounded. Thread-safe: two threads at once may keep equal things twice.
 */
final class Sharing {
    private static final int MAX = 10_000;
    private static final int RECENT = 1 << 12;

    private final Map<List<String>, String[]> keys = new ConcurrentHashMap<>();
    private final Map<List<Integer>, int[]> places = new ConcurrentHashMap<>();
    private final String[] recent = new String[RECENT];

    Sharing() {
        Arrays.fill(recent, "");
    }

    String[] keys(List<String> names) {
        String[] known = keys.get(names);
        if (known == null) {
            known = names.toArray(String[]::new);
            if (keys.size() < MAX) {
                keys.put(List.copyOf(names), known);
            }
        }
        return known;
    }

    int[] places(List<Integer> packed) {
        int[] known = places.get(packed);
        if (known == null) {
            known = packed.stream().mapToInt(place -> place).toArray();
            if (places.size() < MAX) {
                places.put(List.copyOf(packed), known);
            }
        }
        return known;
    }

    /** An equal text, if one came by lately. */
    String text(String text) {
        int hash = text.hashCode();
        int slot = (hash ^ hash >>> 12) & (RECENT - 1);
        String known = recent[slot];
        if (known.equals(text)) {
            return known;
        }
        recent[slot] = text;
        return text;
    }
}
