package dev.lineman.render.content;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The names and fragments that a rendering looked up, in the order of the first lookup. Lookups without a result are
 * part of it. As long as their values are the same, the output is the same; incremental rendering depends on this.
 *
 * @param names in lower case
 * @param fragments paths below the root
 */
public record ReadNames(List<String> names, List<String> fragments) {
    /** No lookups. */
    public static final ReadNames NONE = new ReadNames(List.of(), List.of());

    public ReadNames {
        names = List.copyOf(names);
        fragments = List.copyOf(fragments);
    }

    /** These lookups, then those of {@code more} that are new. */
    public ReadNames union(ReadNames more) {
        if (equals(NONE) || more.equals(NONE)) {
            return equals(NONE) ? more : this;
        }
        return new ReadNames(union(names, more.names), union(fragments, more.fragments));
    }

    private static List<String> union(List<String> first, List<String> second) {
        if (first.size() <= second.size() && first.equals(second.subList(0, first.size()))) {
            return second;
        }
        LinkedHashSet<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return new ArrayList<>(all);
    }
}
