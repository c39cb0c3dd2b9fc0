package dev.lineman.render.content;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * What came of a rendering.
 *
 * @param <T> what it makes
 */
public sealed interface RenderResult<T> {

    /** What was looked up, whatever came of it. */
    ReadNames reads();

    /** How many steps it took, at about a fifth of a microsecond at the worst. */
    long steps();

    /** It is made. */
    record RenderedFile<T>(T result, ReadNames reads, long steps) implements RenderResult<T> {}

    /** It cannot be made. The problems say where in the template, and not for which phone. */
    record FailedRendering<T>(List<Problem> problems, ReadNames reads, long steps) implements RenderResult<T> {
        public FailedRendering {
            problems = List.copyOf(problems);
        }
    }
}
