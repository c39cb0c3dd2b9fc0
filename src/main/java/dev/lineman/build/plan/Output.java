package dev.lineman.build.plan;

import dev.lineman.fs.Digest;
import dev.lineman.render.content.ReadNames;
import dev.lineman.render.text.SecretMasks;
import java.util.Comparator;

/**
 * One output: a file that one build target makes. Immutable.
 *
 * <p>Its identity is the target, the template and the place in the template, not its path. So an output with a name that
 * fails to render still finds its last good version.
 *
 * @param targetKey the key of its target, see {@link dev.lineman.build.impact.TargetKey}
 * @param template the path of its template; empty for a static file
 * @param config which {@code deviceconfig} of the template, from 0
 * @param page of the file, from 0; 0 for a file without pages
 * @param path below {@code out/}, with {@code /}
 * @param body the digest of its bytes
 * @param fingerprint the digest of the content and of all values that were read; equal fingerprints mean equal bytes
 * @param reads the names that were looked up for it
 * @param secretMasks where in its bytes secrets are
 * @param access the access rule as the text of an {@link dev.lineman.access.AccessRule}; in a plan, as the text of
 *     the whole file's {@link dev.lineman.access.FileAccess}
 */
public record Output(
        String targetKey,
        String template,
        int config,
        int page,
        String path,
        Digest body,
        Digest fingerprint,
        ReadNames reads,
        SecretMasks secretMasks,
        String access)
        implements Comparable<Output> {
    private static final Comparator<Output> ORDER = Comparator.comparing(Output::targetKey)
            .thenComparing(Output::template)
            .thenComparingInt(Output::config)
            .thenComparingInt(Output::page);

    /** Returns the output with another access rule. */
    public Output withAccess(String rule) {
        return access.equals(rule)
                ? this
                : new Output(targetKey, template, config, page, path, body, fingerprint, reads, secretMasks, rule);
    }

    /** Whether both are versions of one output. */
    boolean isVersionOf(Output other) {
        return compareTo(other) == 0;
    }

    /** Of the path and the bytes alone, which differ between most outputs. */
    @Override
    public int hashCode() {
        return path.hashCode() + body.hashCode();
    }

    /** Orders by identity, so two versions compare as equal. */
    @Override
    public int compareTo(Output other) {
        return ORDER.compare(this, other);
    }
}
