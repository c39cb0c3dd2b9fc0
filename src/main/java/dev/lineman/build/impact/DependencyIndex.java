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
 * Which units read which facts. Most phones of a fleet read the same ones, so the index has two steps: from a fact
 * to the sets of facts that hold it, and from such a set to its units. Immutable and persistent.
 */
public final class DependencyIndex {
    private static final DependencyIndex EMPTY = new DependencyIndex(HashTreePMap.empty(), HashTreePMap.empty());

    private final PMap<Dependency, PSet<DependencySet>> holders;
    private final PMap<DependencySet, Readers> readers;

    private DependencyIndex(PMap<Dependency, PSet<DependencySet>> holders, PMap<DependencySet, Readers> readers) {
        this.holders = holders;
        this.readers = readers;
    }

    private record Readers(DependencySet dependencies, TreePSet<String> targets) {}

    public static DependencyIndex empty() {
        return EMPTY;
    }

    /** The units that read a fact. */
    public Set<String> readersOf(Dependency dependency) {
        Set<String> units = new HashSet<>();
        for (DependencySet facts : holders.getOrDefault(dependency, HashTreePSet.empty())) {
            Readers reading = readers.get(facts);
            if (reading != null) {
                units.addAll(reading.targets());
            }
        }
        return units;
    }

    /** The same facts, as the instance that is shared by all units that read them. */
    public DependencySet intern(DependencySet facts) {
        Readers reading = readers.get(facts);
        return reading == null ? facts : reading.dependencies();
    }

    /** The index after a unit that read {@code before} reads {@code after}. */
    public DependencyIndex with(String unit, DependencySet before, DependencySet after) {
        return before.equals(after) ? this : withRemoved(unit, before).withAdded(unit, after);
    }

    private DependencyIndex withAdded(String unit, DependencySet facts) {
        if (facts.dependencies().isEmpty()) {
            return this;
        }
        Readers reading = readers.get(facts);
        if (reading != null) {
            Readers more = new Readers(reading.dependencies(), reading.targets().plus(unit));
            return new DependencyIndex(holders, readers.plus(facts, more));
        }
        PMap<Dependency, PSet<DependencySet>> index = holders;
        for (Dependency dependency : facts.dependencies()) {
            index = index.plus(
                    dependency,
                    index.getOrDefault(dependency, HashTreePSet.empty()).plus(facts));
        }
        return new DependencyIndex(
                index, readers.plus(facts, new Readers(facts, TreePSet.singleton(HashOrder.BY_HASH, unit))));
    }

    private DependencyIndex withRemoved(String unit, DependencySet facts) {
        Readers reading = readers.get(facts);
        if (reading == null) {
            return this;
        }
        TreePSet<String> rest = reading.targets().minus(unit);
        if (!rest.isEmpty()) {
            return new DependencyIndex(holders, readers.plus(facts, new Readers(reading.dependencies(), rest)));
        }
        PMap<Dependency, PSet<DependencySet>> index = holders;
        for (Dependency dependency : facts.dependencies()) {
            PSet<DependencySet> left = index.getOrDefault(dependency, HashTreePSet.<DependencySet>empty())
                    .minus(facts);
            index = left.isEmpty() ? index.minus(dependency) : index.plus(dependency, left);
        }
        return new DependencyIndex(index, readers.minus(facts));
    }
}
