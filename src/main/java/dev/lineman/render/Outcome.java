package dev.lineman.render;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * What came of a rendering.
 *
 * @param <T> what it makes
 */
public sealed interface Outcome<T> {

    /** What was looked up, whatever came of it. */
    Reads reads();

    /** How many steps it took, at about a fifth of a microsecond at the worst. */
    long steps();

    /** It is made. */
    record Rendered<T>(T result, Reads reads, long steps) implements Outcome<T> {}

    /** It cannot be made. The problems say where in the template, and not for which phone. */
    record Failed<T>(List<Problem> problems, Reads reads, long steps) implements Outcome<T> {
        public Failed {
            problems = List.copyOf(problems);
        }
    }
}
