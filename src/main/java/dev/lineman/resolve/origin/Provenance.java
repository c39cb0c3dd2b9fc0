package dev.lineman.resolve.origin;

import dev.lineman.problem.Position;
import dev.lineman.resolve.value.ResolvedValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a named value, for {@code explain} and the phone's page. Immutable.
 *
 * @param name as people see it
 * @param value null if the name has no value
 * @param from the places that determine the value, the deciding one first; empty if it is computed
 * @param how explanation in words where the places do not suffice; else empty
 * @param overridden the values in further layers that do not count, the nearest first
 */
public record Provenance(
        String name, @Nullable ResolvedValue value, List<OriginPlace> from, String how, List<OriginPlace> overridden) {
    public Provenance {
        from = List.copyOf(from);
        overridden = List.copyOf(overridden);
    }

    /**
     * A place in a file that sets a value.
     *
     * @param layer the kind of place, for people
     * @param at the value's position
     * @param text the value as it is written; dots if it is a secret
     */
    public record OriginPlace(String layer, Position at, String text) {}
}
