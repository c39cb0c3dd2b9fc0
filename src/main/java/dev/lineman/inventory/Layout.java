package dev.lineman.inventory;

import dev.lineman.disk.Packer;
import dev.lineman.disk.Unpacker;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a value of an input file has in common with those of files that are laid out alike: all but its texts, which stand
 * beside it in the order of the file. Immutable.
 */
final class Layout {
    /** What a value is. */
    enum Kind {
        TEXT,
        SECRET,
        VARIABLE,
        LIST,
        MAPPING
    }

    private static final String[] NO_KEYS = {};

    static final Layout TEXT = leaf(Kind.TEXT);
    static final Layout SECRET = leaf(Kind.SECRET);
    static final Layout VARIABLE = leaf(Kind.VARIABLE);

    private final Kind kind;
    private final String[] keys;
    private final int[] places;
    private final Layout[] parts;
    private final int texts;
    private final int hash;

    /** Takes the arrays as they are: nobody may change them afterwards. */
    private Layout(Kind kind, String[] keys, int[] places, Layout[] parts, int texts) {
        this.kind = kind;
        this.keys = keys;
        this.places = places;
        this.parts = parts;
        this.texts = texts;
        this.hash = 31 * (31 * (31 * kind.hashCode() + Arrays.hashCode(keys)) + Arrays.hashCode(places))
                + Arrays.hashCode(parts);
    }

    private static Layout leaf(Kind kind) {
        return new Layout(kind, NO_KEYS, new int[0], new Layout[0], 1);
    }

    static Layout mapping(String[] keys, int[] places, Layout[] parts) {
        if (keys.length != places.length || keys.length != parts.length) {
            throw new IllegalArgumentException("each key has a place and a value");
        }
        return new Layout(Kind.MAPPING, keys, places, parts, texts(parts));
    }

    static Layout list(int[] places, Layout[] parts) {
        if (places.length != parts.length) {
            throw new IllegalArgumentException("each item has a place");
        }
        return new Layout(Kind.LIST, NO_KEYS, places, parts, texts(parts));
    }

    private static int texts(Layout[] parts) {
        int texts = 0;
        for (Layout part : parts) {
            texts += part.texts;
        }
        return texts;
    }

    /** The layout of a value, whose texts go to the packer. */
    static Layout of(Object value, Packer texts, Sharing sharing) {
        if (value instanceof String text) {
            texts.plain(text);
            return TEXT;
        } else if (value instanceof Fields.Reference reference) {
            texts.plain(reference.name());
            return reference.secret() ? SECRET : VARIABLE;
        } else if (value instanceof Fields.Items items) {
            return items.layout(texts, sharing);
        } else if (value instanceof Fields fields) {
            return fields.layout(texts, sharing);
        }
        throw new IllegalArgumentException("no value of a mapping");
    }

    /** The layouts of values, whose texts go to the packer. */
    static Layout[] of(List<Object> values, Packer texts, Sharing sharing) {
        Layout[] parts = new Layout[values.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = of(values.get(i), texts, sharing);
        }
        return parts;
    }

    /** The value that has this layout and the next texts. */
    Object value(Unpacker in) {
        return switch (kind) {
            case TEXT -> in.plain();
            case SECRET -> new Fields.Reference(true, in.plain());
            case VARIABLE -> new Fields.Reference(false, in.plain());
            case LIST -> new Fields.Items(List.of(values(in)), places);
            case MAPPING -> parts.length == 0 ? Fields.EMPTY : new Fields(keys, values(in), places);
        };
    }

    private Object[] values(Unpacker in) {
        Object[] values = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = parts[i].value(in);
        }
        return values;
    }

    /** Goes past the texts of a value that has this layout. */
    void skip(Unpacker in) {
        for (int i = 0; i < texts; i++) {
            in.skipPlain();
        }
    }

    Kind kind() {
        return kind;
    }

    /** How many items a list has, or keys a mapping. */
    int size() {
        return parts.length;
    }

    String key(int index) {
        return keys[index];
    }

    int placeOf(int index) {
        return places[index];
    }

    Layout part(int index) {
        return parts[index];
    }

    /** The index of a key, or -1. */
    int indexOf(String key) {
        return Arrays.asList(keys).indexOf(key);
    }

    /** Whether a value of this kind is in it. */
    boolean has(Kind wanted) {
        return kind == wanted || Arrays.stream(parts).anyMatch(part -> part.has(wanted));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Layout layout
                && hash == layout.hash
                && kind == layout.kind
                && Arrays.equals(keys, layout.keys)
                && Arrays.equals(places, layout.places)
                && Arrays.equals(parts, layout.parts);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
