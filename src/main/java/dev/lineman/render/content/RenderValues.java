package dev.lineman.render.content;

import dev.lineman.resolve.parameter.VendorParameter;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.template.FragmentLookup;
import java.util.List;
import java.util.Map;

/**
 * The values that a rendering may look up. Lookups may compute them on demand.
 *
 * @param names for placeholders
 * @param model for Velocity, by the first part of a reference ({@code phone}, {@code accounts}, …): text, numbers,
 *     booleans, and maps and collections of these
 * @param fragments for {@code src} and {@code #parse}
 * @param parameters vendor parameters that the file gets after the rendering, in the order of their names
 */
public record RenderValues(
        NamedValues names, Map<String, ?> model, FragmentLookup fragments, List<VendorParameter> parameters) {
    public RenderValues {
        parameters = List.copyOf(parameters);
    }

    /** Values without vendor parameters. */
    public RenderValues(NamedValues names, Map<String, ?> model, FragmentLookup fragments) {
        this(names, model, fragments, List.of());
    }

    /** Values for a template in the {@code %%…%%} dialect, which reads no model. */
    public RenderValues(NamedValues names, FragmentLookup fragments) {
        this(names, Map.of(), fragments);
    }

    /** These values with vendor parameters. */
    public RenderValues with(List<VendorParameter> others) {
        return new RenderValues(names, model, fragments, others);
    }
}
