package dev.lineman.inventory.extension;

import dev.lineman.problem.Position;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of an input file: its keys, its values, and where each value
 * stands. A value is a {@link String}, a {@link ValueReference}, a {@link Items} or {@link FieldValues} again. Immutable.
 */
public final class FieldValues {
    /** From so many keys on, one is found through a map. */
    private static final int INDEX_THRESHOLD = 64;

    /** No values. */
    public static final FieldValues EMPTY = new FieldValues(new String[0], new Object[0], new long[0]);

    private final String[] keys;
    private final Object[] values;
    private final long[] packedPositions;
    private final Map<String, Integer> index;

    /** Takes the arrays as they are: nobody may change them afterwards. */
    FieldValues(String[] keys, Object[] values, long[] places) {
        this.keys = keys;
        this.values = values;
        this.packedPositions = places;
        this.index = keys.length < INDEX_THRESHOLD ? Map.of() : index(keys);
    }

    private static Map<String, Integer> index(String[] keys) {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < keys.length; i++) {
            index.putIfAbsent(keys[i], i);
        }
        return index;
    }

    /** A value that stands for another: a secret, or a variable of the environment. */
    public record ValueReference(boolean secret, String name) {
        /** As it is written in YAML, which tells nothing of the value. */
        @Override
        public String toString() {
            return (secret ? "!secret " : "!env ") + name;
        }
    }

    /** A list; each item is a {@link String}, a {@link ValueReference} or {@link FieldValues}. */
    public static final class Items {
        private final List<Object> values;
        private final long[] packedPositions;

        Items(List<Object> values, long[] places) {
            this.values = List.copyOf(values);
            this.packedPositions = places;
        }

        public List<Object> values() {
            return values;
        }

        /** Whether one of the items is at this place, packed; see {@link FieldValues#position}. */
        public boolean hasItemAt(long wanted) {
            return Arrays.stream(packedPositions).anyMatch(place -> place == wanted);
        }

        /** Where the item of this index stands, packed; see {@link FieldValues#position}. */
        public long packedPosition(int index) {
            return packedPositions[index];
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Items items
                    && values.equals(items.values)
                    && Arrays.equals(packedPositions, items.packedPositions);
        }

        @Override
        public int hashCode() {
            return values.hashCode();
        }

        /** How many there are; not what they are, since that may be secret. */
        @Override
        public String toString() {
            return values.size() + " items";
        }
    }

    /** Packs a place into one number. */
    static long pack(int line, int column) {
        return (long) line << Integer.SIZE | column;
    }

    /** The position that a packed place stands for. */
    public static Position position(String file, long place) {
        return new Position(file, (int) (place >>> Integer.SIZE), (int) place);
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
    public long packedPosition(int index) {
        return packedPositions[index];
    }

    /** The index of a key, or -1. */
    public int indexOf(String key) {
        if (!index.isEmpty()) {
            return index.getOrDefault(key, -1);
        }
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
    public FieldValues fields(String key) {
        return get(key) instanceof FieldValues fields ? fields : EMPTY;
    }

    /** Where the value of a key stands; where the file begins when it is not given. */
    public Position positionOf(String file, String key) {
        int index = indexOf(key);
        return index < 0 ? Position.of(file) : position(file, packedPositions[index]);
    }

    /** Whether two values say the same: lists in their order, mappings in any, wherever they stand. */
    public static boolean isSameValue(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Items list && other instanceof Items others) {
            int size = list.values.size();
            for (int i = 0; i < size && size == others.values.size(); i++) {
                if (!isSameValue(list.values.get(i), others.values.get(i))) {
                    return false;
                }
            }
            return size == others.values.size();
        }
        if (one instanceof FieldValues fields && other instanceof FieldValues others) {
            for (int i = 0; i < fields.keys.length; i++) {
                if (!isSameValue(fields.values[i], others.get(fields.keys[i]))) {
                    return false;
                }
            }
            return fields.keys.length == others.keys.length;
        }
        return Objects.equals(one, other);
    }

    /**
     * Whether a value is the beginning of another, or all of it: the same keys and items in the same order, but for those that are missing
     * at the end, and the last text may be cut off.
     */
    public static boolean isPrefix(Object shorter, Object whole) {
        if (shorter instanceof Items few && whole instanceof Items all) {
            return isPrefix(few.values, all.values);
        }
        if (shorter instanceof FieldValues few && whole instanceof FieldValues all) {
            int size = few.keys.length;
            return size <= all.keys.length
                    && Arrays.equals(few.keys, 0, size, all.keys, 0, size)
                    && isPrefix(Arrays.asList(few.values), Arrays.asList(all.values));
        }
        if (shorter instanceof ValueReference part && whole instanceof ValueReference reference) {
            return part.secret == reference.secret && reference.name.startsWith(part.name);
        }
        return shorter instanceof String part && whole instanceof String text && text.startsWith(part);
    }

    /** The same for lists of values. */
    static boolean isPrefix(List<?> few, List<?> all) {
        int last = few.size() - 1;
        return last < 0
                || (last < all.size()
                        && few.subList(0, last).equals(all.subList(0, last))
                        && isPrefix(few.get(last), all.get(last)));
    }

    /** Equal when keys, values and places are: whoever tells of a place must learn that it moved. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldValues fields
                && Arrays.equals(keys, fields.keys)
                && Arrays.equals(values, fields.values)
                && Arrays.equals(packedPositions, fields.packedPositions);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
    }

    /** The keys; not the values, since they may be secret. */
    @Override
    public String toString() {
        return Arrays.toString(keys);
    }
}
