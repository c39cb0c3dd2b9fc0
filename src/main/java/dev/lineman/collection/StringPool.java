package dev.lineman.collection;

import java.util.Arrays;

/** Keeps once what texts repeat that come one after the other. Bounded. Thread-safe: two threads at once may keep equal texts twice. */
public final class StringPool {
    private static final int RECENT = 1 << 12;

    private final String[] recent = new String[RECENT];

    public StringPool() {
        Arrays.fill(recent, "");
    }

    /** An equal text, if one came by lately. */
    public String intern(String text) {
        int hash = text.hashCode();
        int slot = (hash ^ hash >>> 12) & (RECENT - 1);
        String known = recent[slot];
        if (known.equals(text)) {
            return known;
        }
        recent[slot] = text;
        return text;
    }
}
