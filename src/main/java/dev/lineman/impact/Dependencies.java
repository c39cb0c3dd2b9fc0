package dev.lineman.impact;

import dev.lineman.disk.HashOrder;
import dev.lineman.resolve.Fact;
import dev.lineman.resolve.FactSet;
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
public final class Dependencies {
    private static final Dependencies NONE = new Dependencies(HashTreePMap.empty(), HashTreePMap.empty());

    private final PMap<Fact, PSet<FactSet>> holders;
    private final PMap<FactSet, Readers> readers;

    private Dependencies(PMap<Fact, PSet<FactSet>> holders, PMap<FactSet, Readers> readers) {
        this.holders = holders;
        this.readers = readers;
    }

    private record Readers(FactSet facts, TreePSet<String> units) {}

    public static Dependencies none() {
        return NONE;
    }

    /** The units that read a fact. */
    public Set<String> readersOf(Fact fact) {
        Set<String> units = new HashSet<>();
        for (FactSet facts : holders.getOrDefault(fact, HashTreePSet.empty())) {
            Readers reading = readers.get(facts);
            if (reading != null) {
                units.addAll(reading.units());
            }
        }
        return units;
    }

    /** The same facts, as the instance that is shared by all units that read them. */
    public FactSet shared(FactSet facts) {
        Readers reading = readers.get(facts);
        return reading == null ? facts : reading.facts();
    }

    /** The index after a unit that read {@code before} reads {@code after}. */
    public Dependencies with(String unit, FactSet before, FactSet after) {
        return before.equals(after) ? this : without(unit, before).adding(unit, after);
    }

    private Dependencies adding(String unit, FactSet facts) {
        if (facts.facts().isEmpty()) {
            return this;
        }
        Readers reading = readers.get(facts);
        if (reading != null) {
            Readers more = new Readers(reading.facts(), reading.units().plus(unit));
            return new Dependencies(holders, readers.plus(facts, more));
        }
        PMap<Fact, PSet<FactSet>> index = holders;
        for (Fact fact : facts.facts()) {
            index = index.plus(
                    fact, index.getOrDefault(fact, HashTreePSet.empty()).plus(facts));
        }
        return new Dependencies(
                index, readers.plus(facts, new Readers(facts, TreePSet.singleton(HashOrder.BY_HASH, unit))));
    }

    private Dependencies without(String unit, FactSet facts) {
        Readers reading = readers.get(facts);
        if (reading == null) {
            return this;
        }
        TreePSet<String> rest = reading.units().minus(unit);
        if (!rest.isEmpty()) {
            return new Dependencies(holders, readers.plus(facts, new Readers(reading.facts(), rest)));
        }
        PMap<Fact, PSet<FactSet>> index = holders;
        for (Fact fact : facts.facts()) {
            PSet<FactSet> left =
                    index.getOrDefault(fact, HashTreePSet.<FactSet>empty()).minus(facts);
            index = left.isEmpty() ? index.minus(fact) : index.plus(fact, left);
        }
        return new Dependencies(index, readers.minus(facts));
    }
}
