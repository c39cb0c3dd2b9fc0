package dev.lineman.inventory;

import java.util.Comparator;

/**
 * Where an extension, or one of its phones, stands.
 *
 * @param path the file
 * @param entry which extension of the file, counted from 0
 * @param phone which phone of the extension, counted from 0; -1 for the extension itself
 */
record Place(String path, int entry, int phone) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::path).thenComparingInt(Place::entry).thenComparingInt(Place::phone);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
