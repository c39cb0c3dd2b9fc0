package dev.lineman.inventory.extension;

import dev.lineman.collection.StringPool;
import dev.lineman.input.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what a mapping or list gives. Not thread-safe. */
final class FieldValuesBuilder {
    private final StringPool texts;
    private final List<String> keys = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final List<Long> packedPositions = new ArrayList<>();

    /** @param texts keeps once what the files of a fleet repeat */
    FieldValuesBuilder(StringPool texts) {
        this.texts = texts;
    }

    /** Adds the value of a key, unless there is none. */
    void put(String key, @Nullable Object value, YamlNode at) {
        if (value != null) {
            keys.add(texts.intern(key));
            add(value, at);
        }
    }

    /** Adds an item, unless there is none. */
    void add(@Nullable Object value, YamlNode at) {
        if (value != null) {
            values.add(value instanceof String text ? texts.intern(text) : value);
            packedPositions.add(FieldValues.pack(at.line(), at.column()));
        }
    }

    FieldValues fields() {
        return keys.isEmpty()
                ? FieldValues.EMPTY
                : new FieldValues(keys.toArray(String[]::new), values.toArray(), packedPositions());
    }

    private long[] packedPositions() {
        return packedPositions.stream().mapToLong(place -> place).toArray();
    }

    FieldValues.Items items() {
        return new FieldValues.Items(values, packedPositions());
    }
}
