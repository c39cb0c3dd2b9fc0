package dev.lineman.input;

import dev.lineman.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading one input file. Immutable.
 *
 * @param document the content; null if the file cannot be parsed, then its last good document stays
 * @param problems at least one error if there is no document; otherwise only warnings
 */
public record ReadResult(@Nullable Document document, List<Problem> problems) {
    public ReadResult {
        problems = List.copyOf(problems);
    }
}
