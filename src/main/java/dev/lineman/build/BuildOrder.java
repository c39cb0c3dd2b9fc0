package dev.lineman.build;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The units of one cycle in the order in which they are made.
 *
 * @param first phones and static files
 * @param sites units of sites, which come after them
 * @param <K> what a unit is known by
 */
record BuildOrder<K>(List<K> first, Set<K> sites) {
    /** Puts units in order, in time in proportion to them: a template or a layer may reach all phones of a fleet. */
    static <K> BuildOrder<K> of(Collection<K> units, Predicate<K> isSite) {
        List<K> first = new ArrayList<>();
        Set<K> sites = new LinkedHashSet<>();
        for (K unit : units) {
            (isSite.test(unit) ? sites : first).add(unit);
        }
        return new BuildOrder<>(first, sites);
    }
}
