package dev.lineman.build.plan;

import dev.lineman.fs.Digest;
import dev.lineman.render.content.ReadNames;
import dev.lineman.render.text.SecretMasks;
import java.util.Comparator;

/**
 * One file that one unit makes. It is known by its unit, template and place in the template, not by its name, so
 * that a name that fails to render still finds its last good file.
 *
 * @param targetKey the phone (its MAC), site or static file that makes it
 * @param template the path of the template that it was made from
 * @param config which content of the template, counted from 0
 * @param path where it goes, below {@code out/}
 * @param body the digest of its bytes
 * @param fingerprint the digest of the content and of all values that were read: equal fingerprints make equal bytes
 * @param reads what was looked up for it
 * @param secretMasks where in its bytes secrets stand
 * @param access who may fetch it, as the text of an {@link dev.lineman.access.AccessRule}; in a plan, as that of the whole file's
 *     {@link dev.lineman.access.FileAccess}
 */
public record Output(
        String targetKey,
        String template,
        int config,
        String path,
        Digest body,
        Digest fingerprint,
        ReadNames reads,
        SecretMasks secretMasks,
        String access)
        implements Comparable<Output> {
    private static final Comparator<Output> ORDER = Comparator.comparing(Output::targetKey)
            .thenComparing(Output::template)
            .thenComparingInt(Output::config);

    /** The same output with another rule for who may fetch it. */
    public Output withAccess(String rule) {
        return access.equals(rule)
                ? this
                : new Output(targetKey, template, config, path, body, fingerprint, reads, secretMasks, rule);
    }

    /** Whether another output is this one's older or newer version. */
    boolean isVersionOf(Output other) {
        return compareTo(other) == 0;
    }

    /** Orders by what an output is known by. */
    @Override
    public int compareTo(Output other) {
        return ORDER.compare(this, other);
    }
}
