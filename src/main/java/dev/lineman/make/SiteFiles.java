package dev.lineman.make;

import dev.lineman.disk.Digest;
import dev.lineman.impact.Inputs;
import dev.lineman.plan.Output;
import dev.lineman.resolve.Fact;
import dev.lineman.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a site template made for one site.
 *
 * @param inputs that it was made of
 * @param before the unit's outputs so far, which stay where something failed
 * @param facts what was looked up
 * @param bodies what is to be published with it
 * @param rendered how many outputs were rendered
 * @param outdated whether something that it was made of has changed since
 */
public record SiteFiles(
        Inputs inputs,
        Template template,
        List<Output> before,
        Set<Fact> facts,
        Workbench.Made made,
        Map<Digest, byte[]> bodies,
        int rendered,
        boolean outdated) {

    /** The same, when something that it was made of has changed since. */
    public SiteFiles outdating() {
        return new SiteFiles(inputs, template, before, facts, made, bodies, rendered, true);
    }

    /** How many bytes wait to be published. */
    public long size() {
        return bodies.values().stream().mapToLong(body -> body.length).sum();
    }
}
