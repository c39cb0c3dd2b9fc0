package dev.lineman.build.plan;

import dev.lineman.fs.Digest;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Removals that {@link RemovalLimit} holds until a person confirms them with {@code lineman confirm}.
 *
 * @param digest identifies exactly these removals: 12 hex digits
 * @param removals how many files would be removed
 * @param files how many files are published
 * @param removalLimit the limit that they exceed
 */
public record HeldRemovals(String digest, int removals, int files, RemovalLimit removalLimit) {
    private static final int DIGITS = 12;

    /** Creates held removals; their digest depends only on the sorted names. */
    static HeldRemovals of(Collection<String> names, int files, RemovalLimit removalLimit) {
        String all = String.join("\n", new TreeSet<>(names));
        String digest = Digest.of(all.getBytes(StandardCharsets.UTF_8)).toString();
        return new HeldRemovals(digest.substring(0, DIGITS), names.size(), files, removalLimit);
    }

    /** Returns the problem for an administrator. */
    public Problem problem() {
        return Problem.blocking(
                Position.of("out"),
                removals + " of " + files
                        + " files would be removed, since no input makes them any more; that is more"
                        + " than --max-removals " + removalLimit
                        + ", so they stay. To remove them, run 'lineman confirm " + digest + "'");
    }
}
