package dev.lineman.build.plan;

import dev.lineman.resolve.value.DependencySet;
import java.util.List;

/**
 * A build target: a phone, a site with one of its templates, or a static file, with the outputs made for it.
 * Immutable. {@code build} makes targets, {@link OutputIndex} holds them, and memos keep them over a restart.
 *
 * @param key see {@link dev.lineman.build.impact.TargetKey}
 * @param outputs its outputs; if one fails to render, its last good version
 * @param dependencies what it looked up beyond its own inputs
 * @param sourceFiles the input files that its outputs were made from
 */
public record BuildTarget(String key, List<Output> outputs, DependencySet dependencies, List<String> sourceFiles) {
    public BuildTarget {
        outputs = List.copyOf(outputs);
        sourceFiles = List.copyOf(sourceFiles);
    }

    /** Whether both targets have the same memo, which has no dependencies. */
    public boolean hasSameMemo(BuildTarget other) {
        return outputs.equals(other.outputs) && sourceFiles.equals(other.sourceFiles);
    }
}
