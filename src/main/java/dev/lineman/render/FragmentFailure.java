package dev.lineman.render;

import dev.lineman.problem.Problem;
import java.util.List;

/** Ends a rendering because a fragment that it needs does not parse. */
final class FragmentFailure extends RuntimeException {
    private final transient List<Problem> problems;

    FragmentFailure(List<Problem> problems) {
        super("a fragment does not parse", null, false, false);
        this.problems = List.copyOf(problems);
    }

    List<Problem> problems() {
        return problems;
    }
}
