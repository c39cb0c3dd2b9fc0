package dev.lineman.build.plan;

import dev.lineman.resolve.value.DependencySet;
import java.util.List;

/**
 * What makes files: a phone, a site, or a static file.
 *
 * @param key a phone's MAC; {@code site:…}; {@code static:…}
 * @param outputs its files, good ones only: where something fails, the last good one
 * @param facts what it looked up beyond its own inputs
 * @param owners the input files that its outputs were made from
 */
public record BuildTarget(String key, List<Output> outputs, DependencySet facts, List<String> owners) {
    public BuildTarget {
        outputs = List.copyOf(outputs);
        owners = List.copyOf(owners);
    }

    /** Whether the two differ in nothing that is remembered over a restart. */
    public boolean remembersLike(BuildTarget other) {
        return outputs.equals(other.outputs) && owners.equals(other.owners);
    }
}
