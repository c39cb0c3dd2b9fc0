package dev.lineman.inventory;

import dev.lineman.disk.RecentTexts;
import dev.lineman.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what a mapping or list gives. Not thread-safe. */
final class FieldsBuilder {
    private final RecentTexts texts;
    private final List<String> keys = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final List<Long> places = new ArrayList<>();

    /** @param texts keeps once what the files of a fleet repeat */
    FieldsBuilder(RecentTexts texts) {
        this.texts = texts;
    }

    /** Adds the value of a key, unless there is none. */
    void put(String key, @Nullable Object value, Node at) {
        if (value != null) {
            keys.add(texts.of(key));
            add(value, at);
        }
    }

    /** Adds an item, unless there is none. */
    void add(@Nullable Object value, Node at) {
        if (value != null) {
            values.add(value instanceof String text ? texts.of(text) : value);
            places.add(Fields.place(at.line(), at.column()));
        }
    }

    Fields fields() {
        return keys.isEmpty() ? Fields.EMPTY : new Fields(keys.toArray(String[]::new), values.toArray(), places());
    }

    private long[] places() {
        return places.stream().mapToLong(place -> place).toArray();
    }

    Fields.Items items() {
        return new Fields.Items(values, places());
    }
}
