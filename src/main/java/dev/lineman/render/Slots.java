package dev.lineman.render;

import dev.lineman.resolve.Names;
import java.util.ArrayList;
import java.util.List;
import org.apache.velocity.context.AbstractContext;
import org.jspecify.annotations.Nullable;

/**
 * The engine's view of the names that one content reads. A name without a value reads as empty text, so that
 * one rendering finds all that are missing.
 */
final class Slots extends AbstractContext {
    /** Before the number of a slot, in a reference. */
    static final String PREFIX = "v";

    private final List<String> slots;
    private final Names names;
    private final @Nullable String[] values;
    private final List<Integer> missing = new ArrayList<>(0);

    Slots(List<String> slots, Names names) {
        this.slots = slots;
        this.names = names;
        this.values = new String[slots.size()];
    }

    @Override
    public @Nullable Object internalGet(String key) {
        if (!key.startsWith(PREFIX)) {
            return null;
        }
        int slot = Integer.parseInt(key, PREFIX.length(), key.length(), 10);
        String value = values[slot];
        if (value == null) {
            value = names.valueOf(slots.get(slot));
            if (value == null) {
                missing.add(slot);
                value = "";
            }
            values[slot] = value;
        }
        return value;
    }

    /** What a slot read as, empty when it was not read. */
    String value(int slot) {
        String value = values[slot];
        return value == null ? "" : value;
    }

    /** The slots without a value, in the order in which they were read. */
    List<Integer> missing() {
        return missing;
    }

    @Override
    public Object internalPut(String key, Object value) {
        throw new IllegalStateException("slots are read only");
    }

    @Override
    public boolean internalContainsKey(String key) {
        return internalGet(key) != null;
    }

    @Override
    public String[] internalGetKeys() {
        return new String[0];
    }

    @Override
    public Object internalRemove(String key) {
        throw new IllegalStateException("slots are read only");
    }
}
