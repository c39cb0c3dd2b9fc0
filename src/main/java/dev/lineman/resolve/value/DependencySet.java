package dev.lineman.resolve.value;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts that something was made from; most phones of a fleet have equal ones, so that they can be shared. */
public final class DependencySet {
    private static final DependencySet NONE = new DependencySet(List.of());

    private final List<Dependency> dependencies;
    private final int hash;

    private DependencySet(List<Dependency> dependencies) {
        this.dependencies = dependencies;
        this.hash = dependencies.hashCode();
    }

    public static DependencySet none() {
        return NONE;
    }

    public static DependencySet of(Collection<Dependency> dependencies) {
        if (dependencies.isEmpty()) {
            return NONE;
        }
        Dependency[] sorted = dependencies.stream().distinct().toArray(Dependency[]::new);
        Arrays.sort(sorted);
        return new DependencySet(List.of(sorted));
    }

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
