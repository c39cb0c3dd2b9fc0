package dev.lineman.build.usage;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.ValueLayer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Counts the phones that see the variables of each {@code _defaults.yaml}, by their choice of a template. Collects the
 * differences of one cycle. For one thread.
 */
final class PhoneCounts {
    private final Map<VariablePlace, Map<ModelChoice, Integer>> differences = new HashMap<>();

    /** Adds a phone; null adds nothing. */
    void add(@Nullable Phone phone) {
        count(phone, 1);
    }

    /** Removes a phone; null removes nothing. */
    void remove(@Nullable Phone phone) {
        count(phone, -1);
    }

    private void count(@Nullable Phone phone, int by) {
        if (phone == null) {
            return;
        }
        Set<VariablePlace> seen = new HashSet<>();
        count(phone.layers(), ModelChoice.of(phone, true), by, seen);
        if (phone.accounts().size() > 1) {
            // The defaults of later lines: templates can read them for each account.
            ModelChoice later = ModelChoice.of(phone, false);
            for (Account account : phone.accounts()) {
                count(account.layers(), later, by, seen);
            }
        }
    }

    private void count(LayerStack layers, ModelChoice choice, int by, Set<VariablePlace> seen) {
        for (ValueLayer layer : layers.all()) {
            if (layer.kind().isDefault()
                    && layer.fields().fields(VariablePlace.VARS).size() > 0) {
                VariablePlace place = VariablePlace.of(layer);
                if (seen.add(place)) {
                    differences.computeIfAbsent(place, same -> new HashMap<>()).merge(choice, by, Integer::sum);
                }
            }
        }
    }

    /**
     * Applies the differences.
     *
     * @param counts the counts before
     * @param changed receives the files whose scopes have other choices now
     */
    PMap<VariablePlace, PMap<ModelChoice, Integer>> apply(
            PMap<VariablePlace, PMap<ModelChoice, Integer>> counts, Collection<String> changed) {
        PMap<VariablePlace, PMap<ModelChoice, Integer>> all = counts;
        for (Map.Entry<VariablePlace, Map<ModelChoice, Integer>> entry : differences.entrySet()) {
            VariablePlace place = entry.getKey();
            PMap<ModelChoice, Integer> old = all.getOrDefault(place, HashTreePMap.empty());
            PMap<ModelChoice, Integer> now = old;
            for (Map.Entry<ModelChoice, Integer> difference : entry.getValue().entrySet()) {
                int count = now.getOrDefault(difference.getKey(), 0) + difference.getValue();
                now = count == 0 ? now.minus(difference.getKey()) : now.plus(difference.getKey(), count);
            }
            if (!old.keySet().equals(now.keySet())) {
                changed.add(place.file());
            }
            all = now.isEmpty() ? all.minus(place) : all.plus(place, now);
        }
        return all;
    }
}
