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
 * The outputs of one site template for one site. Immutable.
 *
 * @param inputs the inputs that were rendered
 * @param template the site template
 * @param before the target's outputs before, which stay after a failure
 * @param dependencies the facts that were looked up
 * @param made the outputs and problems
 * @param bodies the rendered bytes by digest
 * @param rendered how many outputs were rendered
 * @param outdated whether an input has changed since the rendering started
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

    /** Returns these outputs, marked as outdated. */
    public SiteOutputs asOutdated() {
        return new SiteOutputs(inputs, template, before, dependencies, made, bodies, rendered, true);
    }

    /** Returns how many rendered bytes this holds. */
    public long byteCount() {
        return bodies.values().stream().mapToLong(body -> body.length).sum();
    }
}
