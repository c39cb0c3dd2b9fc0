package dev.lineman.build.plan;

import dev.lineman.fs.Digest;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Removals that the guard holds until a person says that they are meant.
 *
 * @param digest names just these removals: 12 hex digits
 * @param removals how many files would go
 * @param files of how many
 * @param removalLimit that they are too many for
 */
public record HeldRemovals(String digest, int removals, int files, RemovalLimit removalLimit) {
    private static final int DIGITS = 12;

    static HeldRemovals of(Collection<String> names, int files, RemovalLimit removalLimit) {
        String all = String.join("\n", new TreeSet<>(names));
        String digest = Digest.of(all.getBytes(StandardCharsets.UTF_8)).toString();
        return new HeldRemovals(digest.substring(0, DIGITS), names.size(), files, removalLimit);
    }

    /** What a person is told. */
    public Problem problem() {
        return Problem.error(
                Position.of("out"),
                removals + " of " + files
                        + " files are made by nothing any more, and would be removed; since that is more"
                        + " than --max-removals " + removalLimit
                        + ", they stay. If it is meant, say 'lineman confirm " + digest + "'");
    }
}
