package dev.lineman.publish;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * The result of publishing a transaction.
 *
 * @param accepted whether the transaction is published; if not, the last publication stays, and a problem gives the
 *     reason
 * @param bytesWritten bytes of new bodies
 * @param filesWritten files written into {@code out/}
 * @param filesRemoved files removed from {@code out/}
 * @param problems what is wrong in {@code out/}; the next publication retries what failed
 */
public record PublishResult(
        boolean accepted, long bytesWritten, int filesWritten, int filesRemoved, List<Problem> problems) {
    public PublishResult {
        problems = List.copyOf(problems);
    }
}
