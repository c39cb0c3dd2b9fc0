package dev.lineman.resolve.value;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dependencies of one output. Most phones of a fleet have equal sets, so {@code build} keeps each set once.
 * Immutable.
 */
public final class DependencySet {
    private static final DependencySet NONE = new DependencySet(List.of());

    /** Sorted and without duplicates, so that equal sets have equal lists. */
    private final List<Dependency> dependencies;
    /** Computed once, since sets are looked up in a table of shared sets. */
    private final int hash;

    private DependencySet(List<Dependency> dependencies) {
        this.dependencies = dependencies;
        this.hash = dependencies.hashCode();
    }

    /** The empty set; always the same object. */
    public static DependencySet none() {
        return NONE;
    }

    /** A set of these dependencies, in any order and with or without duplicates. */
    public static DependencySet of(Collection<Dependency> dependencies) {
        if (dependencies.isEmpty()) {
            return NONE;
        }
        Dependency[] sorted = dependencies.stream().distinct().toArray(Dependency[]::new);
        Arrays.sort(sorted);
        return new DependencySet(List.of(sorted));
    }

    /** The dependencies in their natural order. */
    public List<Dependency> dependencies() {
        return dependencies;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof DependencySet set && hash == set.hash && dependencies.equals(set.dependencies));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
