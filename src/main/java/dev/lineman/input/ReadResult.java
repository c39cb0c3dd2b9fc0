package dev.lineman.input;

import dev.lineman.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading one input file.
 *
 * @param document what it says, or null when it cannot be understood, so that the last good one stays
 * @param problems errors when there is no document; warnings else
 */
public record ReadResult(@Nullable Document document, List<Problem> problems) {
    public ReadResult {
        problems = List.copyOf(problems);
    }
}
