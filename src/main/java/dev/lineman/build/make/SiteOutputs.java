package dev.lineman.build.make;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.plan.Output;
import dev.lineman.fs.Digest;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a site template made for one site.
 *
 * @param inputs that it was made of
 * @param before the unit's outputs so far, which stay where something failed
 * @param dependencies what was looked up
 * @param bodies what is to be published with it
 * @param rendered how many outputs were rendered
 * @param outdated whether something that it was made of has changed since
 */
public record SiteOutputs(
        BuildInputs inputs,
        Template template,
        List<Output> before,
        Set<Dependency> dependencies,
        OutputRenderer.RenderedOutput made,
        Map<Digest, byte[]> bodies,
        int rendered,
        boolean outdated) {

    /** The same, when something that it was made of has changed since. */
    public SiteOutputs outdating() {
        return new SiteOutputs(inputs, template, before, dependencies, made, bodies, rendered, true);
    }

    /** How many bytes wait to be published. */
    public long size() {
        return bodies.values().stream().mapToLong(body -> body.length).sum();
    }
}
