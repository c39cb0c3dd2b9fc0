package dev.lineman.build.plan;

import dev.lineman.resolve.value.DependencySet;
import java.util.List;

/**
 * What makes files: a phone, a site, or a static file.
 *
 * @param key a phone's MAC; {@code site:…}; {@code static:…}
 * @param outputs its files, good ones only: where something fails, the last good one
 * @param dependencies what it looked up beyond its own inputs
 * @param sourceFiles the input files that its outputs were made from
 */
public record BuildTarget(String key, List<Output> outputs, DependencySet dependencies, List<String> sourceFiles) {
    public BuildTarget {
        outputs = List.copyOf(outputs);
        sourceFiles = List.copyOf(sourceFiles);
    }

    /** Whether the two differ in nothing that is remembered over a restart. */
    public boolean hasSameMemo(BuildTarget other) {
        return outputs.equals(other.outputs) && sourceFiles.equals(other.sourceFiles);
    }
}
