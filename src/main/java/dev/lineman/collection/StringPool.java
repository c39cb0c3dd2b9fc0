package dev.lineman.collection;

import java.util.Arrays;

/**
 * Replaces equal strings by one instance, so that text that many extension files repeat is stored once. The same for
 * arrays, such as the keys of a file and their positions. It remembers a fixed number of recent values and forgets the
 * others. Thread-safe: two threads that add equal values at the same time may keep both.
 */
public final class StringPool {
    /** Number of remembered strings, a power of two. */
    private static final int RECENT = 1 << 12;

    /** Number of remembered arrays of each kind, a power of two. */
    private static final int RECENT_ARRAYS = 1 << 8;

    private final String[] recent = new String[RECENT];
    private final String[][] recentTexts = new String[RECENT_ARRAYS][0];
    private final long[][] recentNumbers = new long[RECENT_ARRAYS][0];

    public StringPool() {
        Arrays.fill(recent, "");
    }

    /** Returns a remembered string that is equal, or the given one. */
    public String intern(String text) {
        int slot = slot(text.hashCode(), RECENT);
        String known = recent[slot];
        if (known.equals(text)) {
            return known;
        }
        recent[slot] = text;
        return text;
    }

    /** Returns a remembered array that is equal, or the given one. It must not change any more. */
    public String[] intern(String[] texts) {
        int slot = slot(Arrays.hashCode(texts), RECENT_ARRAYS);
        String[] known = recentTexts[slot];
        if (Arrays.equals(known, texts)) {
            return known;
        }
        recentTexts[slot] = texts;
        return texts;
    }

    /** Returns a remembered array that is equal, or the given one. It must not change any more. */
    public long[] intern(long[] numbers) {
        int slot = slot(Arrays.hashCode(numbers), RECENT_ARRAYS);
        long[] known = recentNumbers[slot];
        if (Arrays.equals(known, numbers)) {
            return known;
        }
        recentNumbers[slot] = numbers;
        return numbers;
    }

    /** The index is the low bits of the hash. The high bits are mixed in, as HashMap does. */
    private static int slot(int hash, int size) {
        return (hash ^ hash >>> 12 ^ hash >>> 20) & (size - 1);
    }
}
