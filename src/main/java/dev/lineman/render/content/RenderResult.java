package dev.lineman.render.content;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * The result of a rendering: a file or problems. It always says what was read, because a failed output must be
 * rendered again after a change of its inputs.
 *
 * @param <T> the type of the rendered thing
 */
public sealed interface RenderResult<T> {

    /** The names and fragments that were looked up, also if the rendering failed. */
    ReadNames reads();

    /** Steps taken, each at most about a fifth of a microsecond. Expensive outputs are rendered in later cycles. */
    long steps();

    /** A successful rendering. */
    record RenderedFile<T>(T result, ReadNames reads, long steps) implements RenderResult<T> {}

    /** A failed rendering. The problems have positions in the template and do not name the phone. */
    record FailedRendering<T>(List<Problem> problems, ReadNames reads, long steps) implements RenderResult<T> {
        public FailedRendering {
            problems = List.copyOf(problems);
        }
    }
}
