package dev.lineman.render.content;

import dev.lineman.problem.Problem;
import java.util.List;

/** Ends a rendering because a fragment that it needs does not parse. */
public final class FragmentFailedException extends RuntimeException {
    private final transient List<Problem> problems;

    public FragmentFailedException(List<Problem> problems) {
        super("a fragment does not parse", null, false, false);
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
