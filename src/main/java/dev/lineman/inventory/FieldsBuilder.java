package dev.lineman.inventory;

import dev.lineman.yaml.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what a mapping or list gives, and packs it. Not thread-safe. */
final class FieldsBuilder {
    private final List<String> keys = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    /** Keeps one array of keys for all mappings that have the same ones, in the same order. */
    static final class Shapes {
        private static final int MAX = 10_000;

        private final Map<List<String>, String[]> known = new HashMap<>();

        private String[] of(List<String> keys) {
            String[] shape = known.get(keys);
            if (shape == null) {
                shape = keys.toArray(String[]::new);
                if (known.size() < MAX) {
                    known.put(List.copyOf(keys), shape);
                }
            }
            return shape;
        }
    }

    /** Adds the value of a key, unless there is none. */
    void put(String key, @Nullable Object value, Node at) {
        if (value != null) {
            keys.add(key);
            add(value, at);
        }
    }

    /** Adds an item, unless there is none. */
    void add(@Nullable Object value, Node at) {
        if (value != null) {
            values.add(value);
            places.add(Fields.place(at.line(), at.column()));
        }
    }

    Fields fields(Shapes shapes) {
        return keys.isEmpty() ? Fields.EMPTY : new Fields(shapes.of(keys), values.toArray(), packedPlaces());
    }

    Fields.Items items() {
        return new Fields.Items(values, packedPlaces());
    }

    private int[] packedPlaces() {
        int[] packed = new int[places.size()];
        Arrays.setAll(packed, places::get);
        return packed;
    }
}
