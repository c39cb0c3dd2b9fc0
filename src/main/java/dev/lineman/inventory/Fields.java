package dev.lineman.inventory;

import dev.lineman.problem.Position;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of an input file, packed: its keys (shared by all mappings of that shape), its values, and where each
 * value stands. A value is a {@link String}, a {@link Reference}, a {@link Items} or {@link Fields} again. Immutable.
 */
public final class Fields {
    private static final int COLUMN_BITS = 9;
    private static final int COLUMN_MAX = (1 << COLUMN_BITS) - 1;

    /** No values. */
    public static final Fields EMPTY = new Fields(new String[0], new Object[0], new int[0]);

    private final String[] keys;
    private final Object[] values;
    private final int[] places;

    /** Takes the arrays as they are: nobody may change them afterwards. */
    Fields(String[] keys, Object[] values, int[] places) {
        this.keys = keys;
        this.values = values;
        this.places = places;
    }

    /** A value that stands for another: a secret, or a variable of the environment. */
    public record Reference(boolean secret, String name) {
        /** As it is written in YAML, which tells nothing of the value. */
        @Override
        public String toString() {
            return (secret ? "!secret " : "!env ") + name;
        }
    }

    /** A list; each item is a {@link String}, a {@link Reference} or {@link Fields}. */
    public record Items(List<Object> values, List<Integer> places) {
        public Items {
            values = List.copyOf(values);
            places = List.copyOf(places);
        }
    }

    static int place(int line, int column) {
        return line << COLUMN_BITS | Math.min(column, COLUMN_MAX);
    }

    /** The position that a packed place stands for. */
    public static Position position(String file, int place) {
        return new Position(file, place >>> COLUMN_BITS, place & COLUMN_MAX);
    }

    public int size() {
        return keys.length;
    }

    public String key(int index) {
        return keys[index];
    }

    public Object value(int index) {
        return values[index];
    }

    /** Where the value of this index stands, packed; see {@link #position}. */
    public int placeOf(int index) {
        return places[index];
    }

    /** The index of a key, or -1. */
    public int indexOf(String key) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** The value of a key, or null when it is not given. */
    public @Nullable Object get(String key) {
        int index = indexOf(key);
        return index < 0 ? null : values[index];
    }

    /** The text of a key; null when it is not given, or is not plain text. */
    public @Nullable String text(String key) {
        return get(key) instanceof String text ? text : null;
    }

    /** The mapping of a key; empty when it is not given. */
    public Fields fields(String key) {
        return get(key) instanceof Fields fields ? fields : EMPTY;
    }

    /** Where the value of a key stands; where the file begins when it is not given. */
    public Position positionOf(String file, String key) {
        int index = indexOf(key);
        return index < 0 ? Position.of(file) : position(file, places[index]);
    }

    /** Equal when keys and values are, wherever they stand. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fields fields
                && Arrays.equals(keys, fields.keys)
                && Arrays.equals(values, fields.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
    }
}
