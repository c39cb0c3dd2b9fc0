package dev.lineman.operator.explain;

import dev.lineman.operator.view.Explanation;
import dev.lineman.problem.Position;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.resolve.origin.Provenance;
import dev.lineman.resolve.origin.ValueOrigins;
import dev.lineman.resolve.value.ResolvedValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that files read, each once, with all places where it is read. Not thread-safe. */
final class ValueReadings {
    private final Map<String, Provenance> values = new LinkedHashMap<>();
    private final Map<String, List<Position>> places = new LinkedHashMap<>();
    private final SecretFinder secrets;

    /** @param secrets finds what is not shown, wherever it stands */
    ValueReadings(SecretFinder secrets) {
        this.secrets = secrets;
    }

    /** Notes that a name is read; {@code at}: where, when that is known. */
    void record(ValueOrigins valueOrigins, String name, @Nullable Position at) {
        values.computeIfAbsent(name, valueOrigins::of);
        List<Position> used = places.computeIfAbsent(name, first -> new ArrayList<>());
        if (at != null && used.stream().noneMatch(at::equals)) {
            used.add(at);
        }
    }

    List<Explanation.ExplainedName> explainedNames() {
        List<Explanation.ExplainedName> told = new ArrayList<>();
        values.forEach((name, from) -> told.add(explain(from, places.getOrDefault(name, List.of()), secrets)));
        return told;
    }

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

    private static List<Provenance.OriginPlace> masked(List<Provenance.OriginPlace> places, SecretFinder secrets) {
        return places.stream()
                .map(place -> new Provenance.OriginPlace(place.layer(), place.at(), secrets.mask(place.text())))
                .toList();
    }
}
