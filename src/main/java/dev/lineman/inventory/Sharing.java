package dev.lineman.inventory;

import dev.lineman.disk.RecentTexts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps once what the files of a fleet repeat: the keys of mappings, the places of files that are laid out alike, and
 * texts such as first names. Bounded. Thread-safe: two threads at once may keep equal things twice.
 */
final class Sharing {
    private static final int MAX = 10_000;

    private final Map<List<String>, String[]> keys = new ConcurrentHashMap<>();
    private final Map<List<Integer>, int[]> places = new ConcurrentHashMap<>();
    private final RecentTexts texts = new RecentTexts();

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
        return texts.of(text);
    }
}
