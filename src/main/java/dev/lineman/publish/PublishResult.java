package dev.lineman.publish;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * What came of an edition.
 *
 * @param accepted whether the edition counts; if not, the publication is the last one, and a problem says why
 * @param bytesWritten bytes of contents that were not stored before
 * @param filesWritten files put into {@code out/}
 * @param filesRemoved files removed from {@code out/}
 * @param problems what is wrong with {@code out/}; what failed there is tried again with the next edition
 */
public record PublishResult(
        boolean accepted, long bytesWritten, int filesWritten, int filesRemoved, List<Problem> problems) {
    public PublishResult {
        problems = List.copyOf(problems);
    }
}
