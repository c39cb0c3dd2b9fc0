package dev.lineman.render.content;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * Ends a rendering because a fragment that {@code #parse} names does not parse. The problems are at positions in the
 * fragment and not in the template. It has no stack trace, since templates can cause it.
 */
public final class FragmentFailedException extends RuntimeException {
    private final transient List<Problem> problems;

    /** @param problems of the fragment */
    public FragmentFailedException(List<Problem> problems) {
        super("a fragment does not parse", null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** The problems of the fragment. */
    public List<Problem> problems() {
        return problems;
    }
}
