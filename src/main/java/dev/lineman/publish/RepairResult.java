package dev.lineman.publish;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * The result of a repair or of one of its steps.
 *
 * @param lost paths that are no longer published, since their content was damaged and no intact copy exists
 * @param filesWritten files in {@code out/} that were missing or different
 * @param filesRemoved files in {@code out/} that an earlier publication had dropped
 * @param problems what could not be repaired; the next publication retries it
 */
public record RepairResult(List<String> lost, int filesWritten, int filesRemoved, List<Problem> problems) {
    public RepairResult {
        lost = List.copyOf(lost);
        problems = List.copyOf(problems);
    }
}
