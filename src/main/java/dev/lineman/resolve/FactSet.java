package dev.lineman.resolve;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts that something was made from; most phones of a fleet have equal ones, so that they can be shared. */
public final class FactSet {
    private static final FactSet NONE = new FactSet(List.of());

    private final List<Fact> facts;
    private final int hash;

    private FactSet(List<Fact> facts) {
        this.facts = facts;
        this.hash = facts.hashCode();
    }

    public static FactSet none() {
        return NONE;
    }

    public static FactSet of(Collection<Fact> facts) {
        if (facts.isEmpty()) {
            return NONE;
        }
        Fact[] sorted = facts.stream().distinct().toArray(Fact[]::new);
        Arrays.sort(sorted);
        return new FactSet(List.of(sorted));
    }

    public List<Fact> facts() {
        return facts;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof FactSet set && hash == set.hash && facts.equals(set.facts));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
