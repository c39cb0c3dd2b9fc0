package dev.lineman.explain;

import dev.lineman.problem.Position;
import dev.lineman.render.SecretFinder;
import dev.lineman.report.Explanation;
import dev.lineman.resolve.Origins;
import dev.lineman.resolve.Provenance;
import dev.lineman.resolve.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that files read, each once, with all places where it is read. Not thread-safe. */
final class Readings {
    private final Map<String, Provenance> values = new LinkedHashMap<>();
    private final Map<String, List<Position>> places = new LinkedHashMap<>();
    private final SecretFinder secrets;

    /** @param secrets finds what is not shown, wherever it stands */
    Readings(SecretFinder secrets) {
        this.secrets = secrets;
    }

    /** Notes that a name is read; {@code at}: where, when that is known. */
    void note(Origins origins, String name, @Nullable Position at) {
        values.computeIfAbsent(name, origins::of);
        List<Position> used = places.computeIfAbsent(name, first -> new ArrayList<>());
        if (at != null && used.stream().noneMatch(at::equals)) {
            used.add(at);
        }
    }

    List<Explanation.Named> told() {
        List<Explanation.Named> told = new ArrayList<>();
        values.forEach((name, from) -> told.add(named(from, places.getOrDefault(name, List.of()), secrets)));
        return told;
    }

    static Explanation.Named named(Provenance from, List<Position> used, SecretFinder secrets) {
        Value value = from.value();
        return new Explanation.Named(
                from.name(),
                value == null ? null : secrets.shown(value.toString()),
                value != null && value.secret(),
                masked(from.from(), secrets),
                from.how(),
                masked(from.overridden(), secrets),
                used);
    }

    private static List<Provenance.Place> masked(List<Provenance.Place> places, SecretFinder secrets) {
        return places.stream()
                .map(place -> new Provenance.Place(place.layer(), place.at(), secrets.shown(place.text())))
                .toList();
    }
}
