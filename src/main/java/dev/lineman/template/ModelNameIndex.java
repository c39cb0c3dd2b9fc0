package dev.lineman.template;

import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * The names by which the phone templates of a {@link Catalog} are found. Persistent and immutable: a change returns
 * another index, and costs as much as the names of the changed template. Thread-safe.
 */
final class ModelNameIndex {
    /** The index without any name. */
    static final ModelNameIndex EMPTY = new ModelNameIndex(HashTreePMap.empty());

    /** The most names that {@link #nearest} returns. */
    private static final int MAX_SUGGESTIONS = 3;

    /** By {@link NameClaim#key}. No set is empty. */
    private final PMap<String, PSet<NameClaim>> claims;
    /** Made at the first search without a result. */
    private volatile @Nullable ModelCandidates candidates;
    /** The last search without a result: all phones below a misspelt default ask for the same. */
    private volatile @Nullable Suggestion lastSuggestion;

    /** A text that is no name of a model, and the full names nearest to it. */
    private record Suggestion(String text, List<String> nearest) {}

    private ModelNameIndex(PMap<String, PSet<NameClaim>> claims) {
        this.claims = claims;
    }

    /** Returns an index with the names of a template too. */
    ModelNameIndex plus(Template template) {
        PMap<String, PSet<NameClaim>> more = claims;
        for (NameClaim claim : NameClaim.of(template)) {
            String key = claim.key();
            more = more.plus(key, more.getOrDefault(key, HashTreePSet.empty()).plus(claim));
        }
        return new ModelNameIndex(more);
    }

    /** Returns an index without the names of a template. */
    ModelNameIndex minus(Template template) {
        PMap<String, PSet<NameClaim>> fewer = claims;
        for (NameClaim claim : NameClaim.of(template)) {
            PSet<NameClaim> rest =
                    fewer.getOrDefault(claim.key(), HashTreePSet.empty()).minus(claim);
            fewer = rest.isEmpty() ? fewer.minus(claim.key()) : fewer.plus(claim.key(), rest);
        }
        return new ModelNameIndex(fewer);
    }

    /**
     * The claims that decide what a name means, in the order of their levels: the exclusive ones, or else those of the
     * first level that has any.
     */
    List<NameClaim> decisive(String name) {
        Collection<NameClaim> all = claims(name);
        boolean exclusive = isExclusive(name);
        return all.stream()
                .filter(claim -> exclusive
                        ? claim.exclusive()
                        : all.stream().allMatch(other -> claim.level().compareTo(other.level()) <= 0))
                .sorted(Comparator.comparing(NameClaim::level).thenComparing(NameClaim::name))
                .toList();
    }

    /** Whether a model has the name. */
    boolean isExclusive(String name) {
        return claims(name).stream().anyMatch(NameClaim::exclusive);
    }

    private Collection<NameClaim> claims(String name) {
        return claims.getOrDefault(ModelPattern.normalise(name), HashTreePSet.empty());
    }

    /** Full names of similar models, the best first. */
    List<String> nearest(String text) {
        Suggestion last = lastSuggestion;
        if (last == null || !last.text().equals(text)) {
            last = new Suggestion(text, candidates().nearest(text, MAX_SUGGESTIONS));
            lastSuggestion = last;
        }
        return last.nearest();
    }

    /** The full names of the models that a part of a name may mean, the best first. */
    List<String> partial(String text) {
        return candidates().partial(text);
    }

    private ModelCandidates candidates() {
        ModelCandidates made = candidates;
        if (made == null) {
            made = new ModelCandidates(
                    claims.values().stream().flatMap(Set::stream).toList());
            candidates = made;
        }
        return made;
    }

    /**
     * Returns a warning for each name that a template gives to a model and that another model has too, so that no phone
     * can use it.
     *
     * @param positions the place of a claim in its template
     */
    List<Problem> conflicts(Function<NameClaim, Position> positions) {
        Set<Problem> problems = new TreeSet<>();
        for (Set<NameClaim> sameName : claims.values()) {
            List<NameClaim> exclusive = sameName.stream()
                    .filter(NameClaim::exclusive)
                    .sorted(Comparator.comparing(NameClaim::path).thenComparing(NameClaim::fullName))
                    .toList();
            for (NameClaim claim : exclusive) {
                exclusive.stream()
                        .filter(other -> !other.model().equals(claim.model()))
                        .findFirst()
                        .filter(other -> claim.level() != NameClaim.NameLevel.SHORT)
                        .ifPresent(other -> problems.add(conflict(positions.apply(claim), claim, other)));
            }
        }
        return List.copyOf(problems);
    }

    private static Problem conflict(Position at, NameClaim claim, NameClaim other) {
        return Problem.warning(
                at,
                "'" + claim.name() + "' is also a name of '" + other.fullName() + "' in " + other.path()
                        + ", so no phone can use this name; choose another");
    }
}
