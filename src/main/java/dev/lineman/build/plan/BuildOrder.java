package dev.lineman.build.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The targets of one cycle in the order in which it makes them: phones before sites, so that no phone waits for a
 * phonebook.
 *
 * @param first phones and static files
 * @param sites targets of sites
 * @param <K> the type of a target's key
 */
public record BuildOrder<K>(List<K> first, Set<K> sites) {
    /** Sorts targets into the two groups in linear time. One template can affect all phones of a fleet. */
    public static <K> BuildOrder<K> of(Collection<K> targets, Predicate<K> isSite) {
        List<K> first = new ArrayList<>();
        Set<K> sites = new LinkedHashSet<>();
        for (K target : targets) {
            (isSite.test(target) ? sites : first).add(target);
        }
        return new BuildOrder<>(first, sites);
    }
}
