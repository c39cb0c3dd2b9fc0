package dev.lineman.make;

import dev.lineman.disk.Digest;
import dev.lineman.impact.Inputs;
import dev.lineman.impact.UnitKey;
import dev.lineman.plan.Output;
import dev.lineman.render.Renderer;
import dev.lineman.resolve.Resolver;
import dev.lineman.resolve.SiteModel;
import dev.lineman.template.Kind;
import dev.lineman.template.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes what site templates say for one site: nothing is noted here, and any thread may do it. */
public record Press(Inputs inputs, Resolver resolver, Renderer renderer, Shortcuts shortcuts) {

    /** The template of a unit; null when it is none of sites any more, or there is no such site. */
    @Nullable
    public Template template(String unit) {
        Template template = inputs.catalog().template(UnitKey.path(unit));
        return template != null
                        && template.kind() == Kind.SITE
                        && inputs.inventory().sites().contains(UnitKey.site(unit))
                ? template
                : null;
    }

    /** A new workbench. */
    Workbench bench() {
        return new Workbench(renderer, inputs.catalog(), shortcuts);
    }

    /** Makes the files of a unit, all of them. */
    public SiteFiles make(String unit, Template template, List<Output> before) {
        String site = UnitKey.site(unit);
        SiteModel values = resolver.resolve(site);
        Map<Digest, byte[]> bodies = new HashMap<>();
        Workbench bench = bench();
        Workbench.Made made = bench.make(new Workbench.Order(unit, site, template, values, before, true), bodies::put);
        return new SiteFiles(inputs, template, before, values.facts(), made, bodies, bench.rendered(), false);
    }
}
