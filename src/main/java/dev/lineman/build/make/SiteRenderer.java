package dev.lineman.build.make;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.plan.Output;
import dev.lineman.fs.Digest;
import dev.lineman.render.Renderer;
import dev.lineman.resolve.Resolver;
import dev.lineman.resolve.SiteModel;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Renders site templates. It holds the inputs of one cycle and changes nothing, so any thread may use it.
 *
 * @param inputs the inputs of the cycle
 * @param resolver computes values from them
 * @param renderer compiles and runs contents
 * @param buildShortcuts which shortcuts to take
 */
public record SiteRenderer(BuildInputs inputs, Resolver resolver, Renderer renderer, BuildShortcuts buildShortcuts) {

    /**
     * Returns the template of a site target; null when the template is gone or no longer for sites, when the site is
     * gone, or when it does not have the template.
     *
     * @param targetKey the key of the target
     */
    @Nullable
    public Template template(String targetKey) {
        Template template = inputs.catalog().template(TargetKey.path(targetKey));
        String site = TargetKey.site(targetKey);
        return template != null
                        && template.kind() == TemplateKind.SITE
                        && inputs.inventory().sites().contains(site)
                        && inputs.hasSiteTemplate(site, template)
                ? template
                : null;
    }

    /**
     * Creates a renderer for one thread.
     *
     * @param severalTokens whether phones with different tokens share the file with a folded name
     */
    OutputRenderer newOutputRenderer(Predicate<String> severalTokens) {
        return new OutputRenderer(renderer, inputs.catalog(), buildShortcuts, severalTokens);
    }

    /**
     * Renders all outputs of a site target, also unchanged ones.
     *
     * @param before the target's outputs so far
     */
    public SiteOutputs make(String targetKey, Template template, List<Output> before) {
        String site = TargetKey.site(targetKey);
        SiteModel values = resolver.resolve(site, template);
        Map<Digest, byte[]> bodies = new HashMap<>();
        OutputRenderer outputRenderer = newOutputRenderer(name -> false);
        OutputRenderer.RenderedOutput made = outputRenderer.make(
                new OutputRenderer.RenderOrder(targetKey, site, template, values, before, true), bodies::put);
        return new SiteOutputs(
                inputs, template, before, values.dependencies(), made, bodies, outputRenderer.rendered(), false);
    }
}
