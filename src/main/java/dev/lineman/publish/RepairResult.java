package dev.lineman.publish;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * What putting right took.
 *
 * @param lost names that are published no longer, since their content was damaged and no whole copy was found
 * @param filesWritten files in {@code out/} that were missing or different
 * @param filesRemoved files in {@code out/} that were dropped before
 * @param problems what could not be put right; it is tried again with the next edition
 */
public record RepairResult(List<String> lost, int filesWritten, int filesRemoved, List<Problem> problems) {
    public RepairResult {
        lost = List.copyOf(lost);
        problems = List.copyOf(problems);
    }
}
