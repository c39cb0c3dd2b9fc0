package dev.lineman.inventory;

import java.util.Comparator;

/**
 * The location of an extension, or of one of its phones. The indices of {@link Inventory} store locations instead
 * of entries, so that a new version of a file replaces its entries in one place. Immutable.
 *
 * @param path the extension file, below the root
 * @param entry index of the extension in the file, from 0
 * @param phone index of the phone in the extension, from 0; -1 for the extension itself
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
