package dev.lineman.inventory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps once what the files of a fleet repeat: the keys of mappings, and how files are laid out. Bounded. Thread-safe: two
 * threads at once may keep equal things twice.
 */
final class Sharing {
    private static final int MAX = 10_000;

    private final Map<List<String>, String[]> keys = new ConcurrentHashMap<>();
    private final Map<Layout, Layout> layouts = new ConcurrentHashMap<>();

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

    Layout layout(Layout layout) {
        Layout known = layouts.get(layout);
        if (known == null && layouts.size() < MAX) {
            layouts.put(layout, layout);
        }
        return known == null ? layout : known;
    }
}
