package dev.lineman.render.content;

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
public record ReadNames(List<String> names, List<String> fragments) {
    /** Nothing. */
    public static final ReadNames NONE = new ReadNames(List.of(), List.of());

    public ReadNames {
        names = List.copyOf(names);
        fragments = List.copyOf(fragments);
    }

    /** These looks and more. */
    public ReadNames union(ReadNames more) {
        if (equals(NONE) || more.equals(NONE)) {
            return equals(NONE) ? more : this;
        }
        return new ReadNames(union(names, more.names), union(fragments, more.fragments));
    }

    private static List<String> union(List<String> first, List<String> second) {
        LinkedHashSet<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return new ArrayList<>(all);
    }
}
