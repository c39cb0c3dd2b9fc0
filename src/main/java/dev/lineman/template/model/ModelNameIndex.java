package dev.lineman.template.model;

import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The names by which models and their templates are found. Immutable and thread-safe.
 *
 * <p>Names of models in the root come first, then built-in ones, then all other names.
 */
public final class ModelNameIndex {
    /** The most names that {@link #nearest} returns. */
    private static final int MAX_SUGGESTIONS = 3;

    /** By {@link NameClaim#key}. No set is empty. */
    private final Map<String, Set<NameClaim>> claims = new HashMap<>();

    /** By {@link NameClaim#key}: the claims that decide, of the names that were asked for. All phones ask for few names. */
    private final Map<String, List<NameClaim>> decisive = new ConcurrentHashMap<>();

    /** Made at the first search without a result. */
    private volatile @Nullable ModelCandidates candidates;
    /** The last search without a result: all phones below a misspelt default ask for the same. */
    private volatile @Nullable Suggestion lastSuggestion;

    /** A text that is no name of a model, and the full names nearest to it. */
    private record Suggestion(String text, List<String> nearest) {}

    /** Takes claims. Those whose name has no letter and no digit are left out. */
    public ModelNameIndex(Collection<NameClaim> all) {
        for (NameClaim claim : all) {
            String key = claim.key();
            if (!key.isEmpty()) {
                claims.computeIfAbsent(key, any -> new LinkedHashSet<>()).add(claim);
            }
        }
    }

    /**
     * The claims that decide what a name means, in the order of their levels: the exclusive ones of the first layer that
     * has any, or else those of the first layer and its first level.
     */
    public List<NameClaim> decisive(String name) {
        String key = ModelPattern.normalise(name);
        List<NameClaim> known = decisive.get(key);
        if (known != null) {
            return known;
        }
        Set<NameClaim> all = claims.get(key);
        return all == null ? List.of() : decisive.computeIfAbsent(key, same -> decisive(all));
    }

    private static List<NameClaim> decisive(Collection<NameClaim> all) {
        boolean exclusive = all.stream().anyMatch(NameClaim::exclusive);
        List<NameClaim> possible =
                all.stream().filter(claim -> claim.exclusive() == exclusive).toList();
        TemplateLayer layer = possible.stream()
                .map(NameClaim::layer)
                .min(Comparator.naturalOrder())
                .orElse(TemplateLayer.ROOT);
        List<NameClaim> ofLayer =
                possible.stream().filter(claim -> claim.layer() == layer).toList();
        return ofLayer.stream()
                .filter(claim -> exclusive
                        || ofLayer.stream().allMatch(other -> claim.level().compareTo(other.level()) <= 0))
                .sorted(Comparator.comparing(NameClaim::level).thenComparing(NameClaim::name))
                .toList();
    }

    /** Whether a model has the name. */
    public boolean isExclusive(String name) {
        return claims(name).stream().anyMatch(NameClaim::exclusive);
    }

    private Collection<NameClaim> claims(String name) {
        return claims.getOrDefault(ModelPattern.normalise(name), Set.of());
    }

    /** Adds the names, normalised, whose claims differ from those of another index. */
    public void addDifferent(ModelNameIndex other, Set<String> names) {
        claims.forEach((name, own) -> {
            if (!own.equals(other.claims.get(name))) {
                names.add(name);
            }
        });
        other.claims.keySet().stream().filter(name -> !claims.containsKey(name)).forEach(names::add);
    }

    /** Full names of similar models, the best first. */
    public List<String> nearest(String text) {
        Suggestion last = lastSuggestion;
        if (last == null || !last.text().equals(text)) {
            last = new Suggestion(text, candidates().nearest(text, MAX_SUGGESTIONS));
            lastSuggestion = last;
        }
        return last.nearest();
    }

    /** The full names of the models that a part of a name may mean, the best first. */
    public List<String> partial(String text) {
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
     * Returns a warning for each name that a file gives to a model and that another model of the same layer has too, so
     * that no phone can use it.
     *
     * @param positions the place of the model of a claim
     */
    public List<Problem> conflicts(Function<NameClaim, Position> positions) {
        Set<Problem> problems = new TreeSet<>();
        for (Set<NameClaim> sameName : claims.values()) {
            if (sameName.size() == 1) {
                continue;
            }
            List<NameClaim> exclusive = sameName.stream()
                    .filter(NameClaim::exclusive)
                    .sorted(Comparator.comparing(NameClaim::path).thenComparing(NameClaim::fullName))
                    .toList();
            for (NameClaim claim : exclusive) {
                exclusive.stream()
                        .filter(other ->
                                other.layer() == claim.layer() && !other.model().equals(claim.model()))
                        .findFirst()
                        .filter(other -> claim.level() != NameClaim.NameLevel.SHORT)
                        .ifPresent(other -> problems.add(conflict(claim, other, positions)));
            }
        }
        return List.copyOf(problems);
    }

    private static Problem conflict(NameClaim claim, NameClaim other, Function<NameClaim, Position> positions) {
        return Problem.warning(
                positions.apply(claim),
                "'" + claim.name() + "' is also a name of '" + other.fullName() + "' in "
                        + positions.apply(other).file() + ", so no phone can use this name; choose another");
    }
}
