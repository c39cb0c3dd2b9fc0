package dev.lineman.inventory;

import dev.lineman.disk.Packer;
import dev.lineman.disk.Unpacker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of an input file as it is kept: a fleet has very many, and few are asked for at a time. What is asked for once in a
 * while can be read from it as it is; whoever needs more unpacks it. Immutable.
 */
public final class Packed {
    private final Layout layout;
    private final byte[] bytes;
    private final int at;

    /** Takes the bytes as they are: nobody may change them afterwards. */
    Packed(Layout layout, byte[] bytes) {
        this(layout, bytes, 0);
    }

    private Packed(Layout layout, byte[] bytes, int at) {
        this.layout = layout;
        this.bytes = bytes;
        this.at = at;
    }

    static Packed of(Fields fields, Sharing sharing) {
        Packer texts = new Packer();
        Layout layout = fields.layout(texts, sharing);
        return new Packed(layout, texts.copy());
    }

    /** The mapping, as whoever works with it needs it. */
    Fields fields() {
        return (Fields) unpacked();
    }

    /** The value, as whoever works with it needs it. */
    Object unpacked() {
        return layout.value(new Unpacker(bytes, at));
    }

    Layout layout() {
        return layout;
    }

    /** The texts, as the layout has them. */
    byte[] texts() {
        return Arrays.copyOfRange(bytes, at, end());
    }

    private int end() {
        Unpacker in = new Unpacker(bytes, at);
        layout.skip(in);
        return in.position();
    }

    /** The text of a key; null when it is not given, or is not plain text. */
    @Nullable
    String text(String key) {
        Packed part = part(key);
        return part != null && part.layout.kind() == Layout.Kind.TEXT ? new Unpacker(bytes, part.at).plain() : null;
    }

    /** The value of a key; null when it is not given. */
    @Nullable
    Packed part(String key) {
        int index = layout.indexOf(key);
        if (index < 0) {
            return null;
        }
        Unpacker in = new Unpacker(bytes, at);
        for (int i = 0; i < index; i++) {
            layout.part(i).skip(in);
        }
        return new Packed(layout.part(index), bytes, in.position());
    }

    /** The items of a list, or the values of a mapping. */
    List<Packed> parts() {
        List<Packed> parts = new ArrayList<>(layout.size());
        Unpacker in = new Unpacker(bytes, at);
        for (int i = 0; i < layout.size(); i++) {
            parts.add(new Packed(layout.part(i), bytes, in.position()));
            layout.part(i).skip(in);
        }
        return parts;
    }

    /** Equal when keys, values and places are: whoever tells of a place must learn that it moved. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Packed packed
                && layout.equals(packed.layout)
                && Arrays.equals(bytes, at, end(), packed.bytes, packed.at, packed.end());
    }

    @Override
    public int hashCode() {
        return 31 * layout.hashCode() + Arrays.hashCode(texts());
    }

    /** How many values there are; not what they are, since they may be secret. */
    @Override
    public String toString() {
        return layout.size() + " values";
    }
}
