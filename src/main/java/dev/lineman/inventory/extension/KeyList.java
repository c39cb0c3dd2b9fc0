package dev.lineman.inventory.extension;

import org.jspecify.annotations.Nullable;

/** The BLF keys or the soft keys of one layer: a list of keys, or a mapping of key numbers to keys. Immutable. */
public final class KeyList {
    private final FieldValues.@Nullable Items list;
    /** The keys of a mapping by number; empty for a list. */
    private final FieldValues byNumber;

    private KeyList(FieldValues.@Nullable Items list, FieldValues byNumber) {
        this.list = list;
        this.byNumber = byNumber;
    }

    /**
     * The keys that a layer sets.
     *
     * @param value the value of {@code blf} or {@code softkeys}; null if the layer sets none
     */
    public static KeyList of(@Nullable Object value) {
        return new KeyList(
                value instanceof FieldValues.Items items ? items : null,
                value instanceof FieldValues fields ? fields : FieldValues.EMPTY);
    }

    /** Whether this is a list. It contains all keys, so that layers farther away add none. */
    public boolean isList() {
        return list != null;
    }

    /** How many keys there are, with empty ones. */
    public int size() {
        return list == null ? byNumber.size() : list.values().size();
    }

    /** The number of a key, from 1. The index is that of the file. */
    public int number(int index) {
        return list == null ? Integer.parseInt(byNumber.key(index)) : index + 1;
    }

    /** The values of a key. The index is that of the file. */
    public FieldValues key(int index) {
        return (FieldValues)
                (list == null ? byNumber.value(index) : list.values().get(index));
    }

    /** The values of the key with a number; empty if there is none. */
    public FieldValues find(int number) {
        if (list == null) {
            return byNumber.fields(String.valueOf(number));
        }
        return number <= list.values().size() ? key(number - 1) : FieldValues.EMPTY;
    }
}
