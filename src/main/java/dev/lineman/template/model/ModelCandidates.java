package dev.lineman.template.model;

import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The models that a text may mean which is no name of a model: for suggestions, and for commands that accept a part of a
 * name because they write or show the full name. Made from one {@link Catalog}. Immutable.
 */
final class ModelCandidates {
    /** What separates the words of a name. */
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}+]+");

    /** The most words of a text that are looked at. */
    private static final int MAX_WORDS = 8;

    /** The fewest characters of a text for which a name that contains it is a candidate. */
    private static final int SHORTEST_PART = 2;

    /** The full names by each name of the model, normalised. */
    private final Map<String, Set<String>> fullNames;

    /** Takes the names of a catalog. */
    ModelCandidates(Iterable<NameClaim> claims) {
        Map<String, Set<String>> all = new TreeMap<>();
        for (NameClaim claim : claims) {
            if (claim.exclusive()) {
                all.computeIfAbsent(claim.key(), key -> new LinkedHashSet<>()).add(claim.fullName());
            }
        }
        this.fullNames = all;
    }

    /**
     * The full names of the models that a part of a name may mean, the best first: those with a name that contains the
     * text, then those with a name that is a word of the text, or several of them. Fewer characters that differ are
     * better.
     */
    List<String> partial(String text) {
        String part = ModelPattern.normalise(text);
        Set<String> words = words(text);
        Map<String, Integer> best = new TreeMap<>();
        fullNames.forEach((name, models) -> {
            int rank = Integer.MAX_VALUE;
            if (part.length() >= SHORTEST_PART && name.contains(part)) {
                rank = name.length() - part.length();
            } else if (words.contains(name)) {
                // Behind all names that contain the text: those are no longer than this.
                rank = 1000 + part.length() - name.length();
            }
            for (String model : models) {
                if (rank < Integer.MAX_VALUE && VendorNames.agree(text, model)) {
                    best.merge(model, rank, Math::min);
                }
            }
        });
        List<String> found = new ArrayList<>(best.keySet());
        found.sort((one, other) -> Integer.compare(best.getOrDefault(one, 0), best.getOrDefault(other, 0)));
        return found;
    }

    /** All runs of whole words of a text, normalised. */
    private static Set<String> words(String text) {
        String[] words = BETWEEN_WORDS.split(text, -1);
        int last = Math.min(words.length, MAX_WORDS);
        Set<String> runs = new LinkedHashSet<>();
        for (int from = 0; from < last; from++) {
            StringBuilder run = new StringBuilder();
            for (int to = from; to < last; to++) {
                run.append(words[to]);
                runs.add(ModelPattern.normalise(run.toString()));
            }
        }
        return runs;
    }

    /**
     * The full names of the models that are most similar to a text, the best first: those of {@link #partial}; if there
     * are none, those with the fewest edits.
     *
     * @param max the largest number of names to return
     */
    List<String> nearest(String text, int max) {
        Set<String> found = new LinkedHashSet<>(partial(text));
        if (found.isEmpty()) {
            NearestName.find(ModelPattern.normalise(text), fullNames.keySet(), max)
                    .forEach(near -> found.addAll(fullNames.getOrDefault(near, Set.of())));
        }
        return found.stream().limit(max).toList();
    }
}
