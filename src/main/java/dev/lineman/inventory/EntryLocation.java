package dev.lineman.inventory;

import java.util.Comparator;

/**
 * Where an extension, or one of its phones, stands.
 *
 * @param path the file
 * @param entry which extension of the file, counted from 0
 * @param phone which phone of the extension, counted from 0; -1 for the extension itself
 */
record EntryLocation(String path, int entry, int phone) implements Comparable<EntryLocation> {
    private static final Comparator<EntryLocation> ORDER = Comparator.comparing(EntryLocation::path)
            .thenComparingInt(EntryLocation::entry)
            .thenComparingInt(EntryLocation::phone);

    @Override
    public int compareTo(EntryLocation other) {
        return ORDER.compare(this, other);
    }
}
