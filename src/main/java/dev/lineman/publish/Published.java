package dev.lineman.publish;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * What came of an edition.
 *
 * @param publication what readers see now
 * @param accepted whether the edition counts; if not, the publication is the last one, and a problem says why
 * @param changed names whose content or access is new
 * @param dropped names that are gone
 * @param bodiesWritten different contents that were not stored before
 * @param bytesWritten their bytes
 * @param filesWritten files put into {@code out/}; fewer than {@code changed} when they lay there already
 * @param filesRemoved files removed from {@code out/}
 * @param problems what is wrong with {@code out/}; what failed there is tried again with the next edition
 */
public record Published(
        Publication publication,
        boolean accepted,
        int changed,
        int dropped,
        int bodiesWritten,
        long bytesWritten,
        int filesWritten,
        int filesRemoved,
        List<Problem> problems) {
    public Published {
        problems = List.copyOf(problems);
    }
}
