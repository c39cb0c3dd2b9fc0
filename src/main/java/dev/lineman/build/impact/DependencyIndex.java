package dev.lineman.build.impact;

import dev.lineman.collection.HashOrder;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.DependencySet;
import java.util.HashSet;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.TreePSet;

/**
 * Which targets have which dependencies. Most phones of a fleet have the same ones. So the index has two steps: from
 * a dependency to the sets that contain it, and from a set to its targets.
 *
 * <p>Part of the state; {@link ImpactAnalysis} asks it. Immutable and persistent.
 */
public final class DependencyIndex {
    private static final DependencyIndex EMPTY = new DependencyIndex(HashTreePMap.empty(), HashTreePMap.empty());

    /** The sets that contain a dependency. */
    private final PMap<Dependency, PSet<DependencySet>> holders;
    /** The targets of each set. */
    private final PMap<DependencySet, Readers> readers;

    private DependencyIndex(PMap<Dependency, PSet<DependencySet>> holders, PMap<DependencySet, Readers> readers) {
        this.holders = holders;
        this.readers = readers;
    }

    /** The keys of the targets with one set, and the instance of the set that they share. */
    private record Readers(DependencySet dependencies, TreePSet<String> targets) {}

    public static DependencyIndex empty() {
        return EMPTY;
    }

    /** Whether no target has a dependency, as before the first cycle. */
    public boolean isEmpty() {
        return readers.isEmpty();
    }

    /** Returns the keys of the targets with a dependency. */
    public Set<String> readersOf(Dependency dependency) {
        Set<String> keys = new HashSet<>();
        for (DependencySet dependencies : holders.getOrDefault(dependency, HashTreePSet.empty())) {
            Readers sharing = readers.get(dependencies);
            if (sharing != null) {
                keys.addAll(sharing.targets());
            }
        }
        return keys;
    }

    /** Returns the equal set that other targets already share, to save memory; the given one if there is none. */
    public DependencySet intern(DependencySet dependencies) {
        Readers sharing = readers.get(dependencies);
        return sharing == null ? dependencies : sharing.dependencies();
    }

    /** Returns the index after the dependencies of a target change. */
    public DependencyIndex with(String key, DependencySet before, DependencySet after) {
        return before.equals(after) ? this : withRemoved(key, before).withAdded(key, after);
    }

    private DependencyIndex withAdded(String key, DependencySet dependencies) {
        if (dependencies.dependencies().isEmpty()) {
            return this;
        }
        Readers sharing = readers.get(dependencies);
        if (sharing != null) {
            Readers extended =
                    new Readers(sharing.dependencies(), sharing.targets().plus(key));
            return new DependencyIndex(holders, readers.plus(dependencies, extended));
        }
        PMap<Dependency, PSet<DependencySet>> index = holders;
        for (Dependency dependency : dependencies.dependencies()) {
            index = index.plus(
                    dependency,
                    index.getOrDefault(dependency, HashTreePSet.empty()).plus(dependencies));
        }
        return new DependencyIndex(
                index,
                readers.plus(dependencies, new Readers(dependencies, TreePSet.singleton(HashOrder.BY_HASH, key))));
    }

    private DependencyIndex withRemoved(String key, DependencySet dependencies) {
        Readers sharing = readers.get(dependencies);
        if (sharing == null) {
            return this;
        }
        TreePSet<String> rest = sharing.targets().minus(key);
        if (!rest.isEmpty()) {
            return new DependencyIndex(holders, readers.plus(dependencies, new Readers(sharing.dependencies(), rest)));
        }
        PMap<Dependency, PSet<DependencySet>> index = holders;
        for (Dependency dependency : dependencies.dependencies()) {
            PSet<DependencySet> left = index.getOrDefault(dependency, HashTreePSet.<DependencySet>empty())
                    .minus(dependencies);
            index = left.isEmpty() ? index.minus(dependency) : index.plus(dependency, left);
        }
        return new DependencyIndex(index, readers.minus(dependencies));
    }
}
