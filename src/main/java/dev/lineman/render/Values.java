package dev.lineman.render;

import dev.lineman.resolve.Names;
import dev.lineman.template.Fragments;
import java.util.Map;

/**
 * What a rendering may look up.
 *
 * @param names for placeholders
 * @param model for Velocity: what its references begin with ({@code phone}, {@code accounts}, …); texts,
 *     numbers, booleans, and maps and collections of such, which may be computed when they are read
 * @param fragments for {@code src} and {@code #parse}
 */
public record Values(Names names, Map<String, ?> model, Fragments fragments) {
    /** For templates without Velocity. */
    public Values(Names names, Fragments fragments) {
        this(names, Map.of(), fragments);
    }
}
