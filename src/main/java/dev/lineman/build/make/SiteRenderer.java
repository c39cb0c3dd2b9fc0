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
import org.jspecify.annotations.Nullable;

/** Makes what site templates say for one site: nothing is noted here, and any thread may do it. */
public record SiteRenderer(BuildInputs inputs, Resolver resolver, Renderer renderer, BuildShortcuts buildShortcuts) {

    /** The template of a unit; null when it is none of sites any more, or there is no such site. */
    @Nullable
    public Template template(String unit) {
        Template template = inputs.catalog().template(TargetKey.path(unit));
        return template != null
                        && template.kind() == TemplateKind.SITE
                        && inputs.inventory().sites().contains(TargetKey.site(unit))
                ? template
                : null;
    }

    /** A new workbench. */
    OutputRenderer bench() {
        return new OutputRenderer(renderer, inputs.catalog(), buildShortcuts);
    }

    /** Makes the files of a unit, all of them. */
    public SiteOutputs make(String unit, Template template, List<Output> before) {
        String site = TargetKey.site(unit);
        SiteModel values = resolver.resolve(site);
        Map<Digest, byte[]> bodies = new HashMap<>();
        OutputRenderer bench = bench();
        OutputRenderer.RenderedOutput made =
                bench.make(new OutputRenderer.RenderOrder(unit, site, template, values, before, true), bodies::put);
        return new SiteOutputs(inputs, template, before, values.dependencies(), made, bodies, bench.rendered(), false);
    }
}
