package dev.lineman.render.content;

import dev.lineman.resolve.value.NamedValues;
import dev.lineman.template.FragmentLookup;
import java.util.Map;

/**
 * What a rendering may look up.
 *
 * @param names for placeholders
 * @param model for Velocity: what its references begin with ({@code phone}, {@code accounts}, …); texts,
 *     numbers, booleans, and maps and collections of such, which may be computed when they are read
 * @param fragments for {@code src} and {@code #parse}
 */
public record RenderValues(NamedValues names, Map<String, ?> model, FragmentLookup fragments) {
    /** For templates without Velocity. */
    public RenderValues(NamedValues names, FragmentLookup fragments) {
        this(names, Map.of(), fragments);
    }
}
