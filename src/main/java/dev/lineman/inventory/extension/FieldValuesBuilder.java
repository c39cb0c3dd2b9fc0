package dev.lineman.inventory.extension;

import dev.lineman.collection.StringPool;
import dev.lineman.input.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects keys, values and positions for one {@link FieldValues} or one {@link FieldValues.Items}. Not
 * thread-safe.
 */
public final class FieldValuesBuilder {
    private final StringPool texts;
    private final List<String> keys = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final List<Long> packedPositions = new ArrayList<>();

    /**
     * Makes a builder without values.
     *
     * @param texts stores text that several files repeat once
     */
    public FieldValuesBuilder(StringPool texts) {
        this.texts = texts;
    }

    /** Adds the value of a key; null adds nothing. */
    public void put(String key, @Nullable Object value, YamlNode at) {
        if (value != null) {
            keys.add(texts.intern(key));
            add(value, at);
        }
    }

    /** Adds an item of a list; null adds nothing. */
    public void add(@Nullable Object value, YamlNode at) {
        if (value != null) {
            values.add(value instanceof String text ? texts.intern(text) : value);
            packedPositions.add(FieldValues.pack(at.line(), at.column()));
        }
    }

    /** Returns the mapping. Call it once, at the end. */
    public FieldValues fields() {
        return keys.isEmpty()
                ? FieldValues.EMPTY
                : new FieldValues(
                        texts.intern(keys.toArray(String[]::new)), values.toArray(), texts.intern(packedPositions()));
    }

    private long[] packedPositions() {
        return packedPositions.stream().mapToLong(place -> place).toArray();
    }

    /** Returns the list. Call it once, at the end. */
    public FieldValues.Items items() {
        return new FieldValues.Items(values, packedPositions());
    }
}
