package dev.lineman.render;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What a rendering looked up, in the order of the first look, misses included: as long as all of it is as it
 * was, the result is as it was.
 *
 * @param names in lower case
 * @param fragments paths below the root
 */
public record Reads(List<String> names, List<String> fragments) {
    /** Nothing. */
    public static final Reads NONE = new Reads(List.of(), List.of());

    public Reads {
        names = List.copyOf(names);
        fragments = List.copyOf(fragments);
    }

    /** These looks and more. */
    public Reads and(Reads more) {
        if (equals(NONE) || more.equals(NONE)) {
            return equals(NONE) ? more : this;
        }
        return new Reads(union(names, more.names), union(fragments, more.fragments));
    }

    private static List<String> union(List<String> first, List<String> second) {
        LinkedHashSet<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return new ArrayList<>(all);
    }
}
