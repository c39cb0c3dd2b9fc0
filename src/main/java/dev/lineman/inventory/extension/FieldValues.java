package dev.lineman.inventory.extension;

import dev.lineman.problem.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of an input file: its keys, its values, and the position of each value. A value is a {@link String},
 * a {@link ValueReference}, {@link Items}, or {@link FieldValues} again. Arrays instead of maps keep a large
 * fleet small: an extension has few keys, and a linear search is fast enough. Immutable and thread-safe.
 */
public final class FieldValues {
    /** From this number of keys on, a hash index finds a key. Files of secrets can have thousands. */
    private static final int INDEX_THRESHOLD = 64;

    /** The mapping without keys. */
    public static final FieldValues EMPTY = new FieldValues(new String[0], new Object[0], new long[0]);

    private final String[] keys;
    private final Object[] values;
    /** The position of each value; see {@link #position}. */
    private final long[] packedPositions;
    /** The index of each key; empty for a small mapping. */
    private final Map<String, Integer> index;

    /**
     * Makes a mapping of three arrays of the same length. They are not copied, so the caller must not change
     * them. Mappings with equal keys or positions can share an array.
     */
    FieldValues(String[] keys, Object[] values, long[] packedPositions) {
        this.keys = keys;
        this.values = values;
        this.packedPositions = packedPositions;
        this.index = keys.length < INDEX_THRESHOLD ? Map.of() : index(keys);
    }

    private static Map<String, Integer> index(String[] keys) {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < keys.length; i++) {
            index.putIfAbsent(keys[i], i);
        }
        return index;
    }

    /**
     * A reference to a value that is kept elsewhere.
     *
     * @param secret true for {@code !secret}, false for {@code !env}
     * @param name the name of the secret or of the environment variable
     */
    public record ValueReference(boolean secret, String name) {
        /** One word that messages and views show. Other text behind the tag may be a password by mistake. */
        public static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.-]+");

        /** Whether the text behind the tag has the form of a name, so that messages and views show it. */
        public boolean isShown() {
            return NAME.matcher(name).matches();
        }

        /** The form in YAML, which shows the name and not the value. */
        @Override
        public String toString() {
            return (secret ? "!secret " : "!env ") + name;
        }
    }

    /**
     * A list and the position of each item. An item is a {@link String}, a {@link ValueReference} or {@link
     * FieldValues}. Immutable.
     */
    public static final class Items {
        /** The list without items. */
        public static final Items NONE = new Items(List.of(), new long[0]);

        private final List<Object> values;
        private final long[] packedPositions;

        Items(List<Object> values, long[] packedPositions) {
            this.values = List.copyOf(values);
            this.packedPositions = packedPositions;
        }

        /** The items in the order of the file. */
        public List<Object> values() {
            return values;
        }

        /** Whether one of the items is at this packed position; see {@link FieldValues#position}. */
        public boolean hasItemAt(long wanted) {
            return Arrays.stream(packedPositions).anyMatch(place -> place == wanted);
        }

        /** Returns the packed position of an item; see {@link FieldValues#position}. */
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

        /** Prints the number of items, not their values: they may be secret. */
        @Override
        public String toString() {
            return values.size() + (values.size() == 1 ? " item" : " items");
        }
    }

    /** Packs a line and a column into one number, the line in the upper 32 bits. */
    public static long pack(int line, int column) {
        return (long) line << Integer.SIZE | column;
    }

    /**
     * Returns the position that a packed position stands for.
     *
     * @param file the file, which the packed position does not contain
     */
    public static Position position(String file, long place) {
        return new Position(file, (int) (place >>> Integer.SIZE), (int) place);
    }

    /** The number of keys. */
    public int size() {
        return keys.length;
    }

    /** Returns the keys in the order of the file. */
    public List<String> keys() {
        return List.of(keys);
    }

    /** Returns the key of an index, in the order of the file. */
    public String key(int index) {
        return keys[index];
    }

    /** Returns the value of an index. */
    public Object value(int index) {
        return values[index];
    }

    /** Returns the packed position of a value; see {@link #position}. */
    public long packedPosition(int index) {
        return packedPositions[index];
    }

    /** Returns the index of a key, or -1 if it is not given. */
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

    /** Returns the index of a key in any case of letters, or -1 if it is not given. */
    public int indexOfIgnoringCase(String key) {
        int found = indexOf(key);
        for (int i = 0; found < 0 && i < keys.length; i++) {
            found = keys[i].equalsIgnoreCase(key) ? i : -1;
        }
        return found;
    }

    /** Returns the value of a key, or null if it is not given. */
    public @Nullable Object get(String key) {
        int index = indexOf(key);
        return index < 0 ? null : values[index];
    }

    /** Returns the value of a key if it is text; null if it is not given or is another kind of value. */
    public @Nullable String text(String key) {
        return get(key) instanceof String text ? text : null;
    }

    /** Returns the value of a key if it is a mapping, else the empty mapping. */
    public FieldValues fields(String key) {
        return get(key) instanceof FieldValues fields ? fields : EMPTY;
    }

    /** Returns a mapping with the keys of this one. The arrays are as long as this mapping, and are not copied. */
    FieldValues with(Object[] otherValues, long[] otherPositions) {
        return new FieldValues(keys, otherValues, otherPositions);
    }

    /** Whether another mapping has the same keys in the same order. */
    boolean hasKeysOf(FieldValues other) {
        return Arrays.equals(keys, other.keys);
    }

    /** Returns this mapping without a key. */
    FieldValues without(String key) {
        int removed = indexOf(key);
        if (removed < 0) {
            return this;
        }
        List<String> otherKeys = new ArrayList<>();
        List<Object> otherValues = new ArrayList<>();
        long[] otherPositions = new long[keys.length - 1];
        for (int i = 0; i < keys.length; i++) {
            if (i != removed) {
                otherPositions[otherKeys.size()] = packedPositions[i];
                otherKeys.add(keys[i]);
                otherValues.add(values[i]);
            }
        }
        return new FieldValues(otherKeys.toArray(String[]::new), otherValues.toArray(), otherPositions);
    }

    /** Returns an equal mapping that contains the parts of another one that are equal. */
    FieldValues sharing(FieldValues other) {
        if (equals(other)) {
            return other;
        }
        boolean sameKeys = Arrays.equals(keys, other.keys);
        Object[] shared = new Object[values.length];
        for (int i = 0; i < shared.length; i++) {
            Object known = sameKeys ? other.values[i] : other.get(keys[i]);
            Object value = values[i];
            shared[i] = value instanceof FieldValues fields && known instanceof FieldValues fieldsBefore
                    ? fields.sharing(fieldsBefore)
                    : known != null && known.equals(value) ? known : value;
        }
        boolean samePositions = Arrays.equals(packedPositions, other.packedPositions);
        return new FieldValues(
                sameKeys ? other.keys : keys, shared, samePositions ? other.packedPositions : packedPositions);
    }

    /** Returns the position of a key's value, or the start of the file if the key is not given. */
    public Position positionOf(String file, String key) {
        int index = indexOf(key);
        return index < 0 ? Position.of(file) : position(file, packedPositions[index]);
    }

    /**
     * Whether two values are equal without regard to positions. Lists have to be in the same order, mappings need
     * not.
     */
    public static boolean isSameValue(@Nullable Object one, @Nullable Object other) {
        if (one == other) {
            return true;
        }
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
     * Whether a value is a prefix of another or equal to it: the same keys and items in the same order, where
     * some may be missing at the end and the last text may be shorter. A file that is still being written is such
     * a prefix.
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

    /** Whether a list of values is a prefix of another: the last item of the shorter one may be incomplete. */
    static boolean isPrefix(List<?> few, List<?> all) {
        int last = few.size() - 1;
        return last < 0
                || (last < all.size()
                        && few.subList(0, last).equals(all.subList(0, last))
                        && isPrefix(few.get(last), all.get(last)));
    }

    /** Compares keys, values and positions. Positions count, because problems and explanations show them. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof FieldValues fields
                && Arrays.equals(keys, fields.keys)
                && Arrays.equals(values, fields.values)
                && Arrays.equals(packedPositions, fields.packedPositions);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
    }

    /** Prints the keys, not the values: they may be secret. */
    @Override
    public String toString() {
        return Arrays.toString(keys);
    }
}
