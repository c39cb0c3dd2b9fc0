package dev.lineman.operator.explain;

import dev.lineman.operator.view.Explanation;
import dev.lineman.problem.Position;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.resolve.option.UnusedSetting;
import dev.lineman.resolve.origin.Provenance;
import dev.lineman.resolve.origin.ValueOrigins;
import dev.lineman.resolve.value.ResolvedValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values that the files of a phone read: each value once, with all positions where it is read. For one
 * phone, by one thread.
 */
final class ValueReadings {
    /** By name, in the order of the first read. */
    private final Map<String, Provenance> values = new LinkedHashMap<>();

    /** By name: where it is read. */
    private final Map<String, List<Position>> places = new LinkedHashMap<>();

    private final SecretFinder secrets;

    /** @param secrets finds secrets in values and origins, to mask them */
    ValueReadings(SecretFinder secrets) {
        this.secrets = secrets;
    }

    /**
     * Records that a name is read.
     *
     * @param at the position of the read; null if it is unknown, as in Velocity
     */
    void record(ValueOrigins valueOrigins, String name, @Nullable Position at) {
        values.computeIfAbsent(name, valueOrigins::of);
        List<Position> used = places.computeIfAbsent(name, first -> new ArrayList<>());
        if (at != null && used.stream().noneMatch(at::equals)) {
            used.add(at);
        }
    }

    /** Records a value that the file gets after it is rendered. */
    void record(Provenance from) {
        values.putIfAbsent(from.name(), from);
    }

    /** All recorded values with their origins, in the order of the first read. */
    List<Explanation.ExplainedName> explainedNames() {
        List<Explanation.ExplainedName> names = new ArrayList<>();
        values.forEach((name, from) -> names.add(explain(from, places.getOrDefault(name, List.of()), secrets)));
        return names;
    }

    /** The explanation of one value, with its secrets masked. */
    static Explanation.ExplainedName explain(Provenance from, List<Position> used, SecretFinder secrets) {
        ResolvedValue value = from.value();
        return new Explanation.ExplainedName(
                from.name(),
                value == null ? null : secrets.mask(value.toString()),
                value != null && value.secret(),
                masked(from.from(), secrets),
                from.how(),
                masked(from.overridden(), secrets),
                used);
    }

    /** The explanation of a setting without effect, with its secrets masked. */
    static Explanation.ExplainedUnused explain(
            Provenance.OriginPlace from, UnusedSetting setting, SecretFinder secrets) {
        return new Explanation.ExplainedUnused(
                setting.name(), masked(List.of(from), secrets).get(0), setting.reason());
    }

    private static List<Provenance.OriginPlace> masked(List<Provenance.OriginPlace> places, SecretFinder secrets) {
        return places.stream()
                .map(place -> new Provenance.OriginPlace(place.layer(), place.at(), secrets.mask(place.text())))
                .toList();
    }
}
