package dev.lineman.collection;

import java.util.Arrays;

/**
 * Replaces equal strings by one instance, so that text that many extension files repeat is stored once. It
 * remembers a fixed number of recent strings and forgets the others. Thread-safe: two threads that add equal
 * strings at the same time may keep both.
 */
public final class StringPool {
    /** Number of remembered strings, a power of two. */
    private static final int RECENT = 1 << 12;

    private final String[] recent = new String[RECENT];

    public StringPool() {
        Arrays.fill(recent, "");
    }

    /** Returns a remembered string that is equal, or the given one. */
    public String intern(String text) {
        int hash = text.hashCode();
        // The index is the low bits of the hash. Mix the high bits in, as HashMap does.
        int slot = (hash ^ hash >>> 12) & (RECENT - 1);
        String known = recent[slot];
        if (known.equals(text)) {
            return known;
        }
        recent[slot] = text;
        return text;
    }
}
