package dev.lineman.resolve.origin;

import dev.lineman.problem.Position;
import dev.lineman.resolve.value.ResolvedValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of a name comes from.
 *
 * @param name as people are told of it
 * @param value null when the name has none
 * @param from the places that say what it is, the one that decided first; empty when it is made of something else
 * @param how in words what the places do not tell; empty when they tell all
 * @param overridden what further layers say, the nearest first
 */
public record Provenance(
        String name, @Nullable ResolvedValue value, List<OriginPlace> from, String how, List<OriginPlace> overridden) {
    public Provenance {
        from = List.copyOf(from);
        overridden = List.copyOf(overridden);
    }

    /**
     * A place that says something.
     *
     * @param layer what kind of place it is, for people
     * @param text what it says, dots in place of a secret
     */
    public record OriginPlace(String layer, Position at, String text) {}
}
