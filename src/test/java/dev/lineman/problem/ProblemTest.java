package dev.lineman.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void aProblemPrintsAsOneLine() {
        assertThat(Problem.blocking(new Position("extensions.d/100.yaml", 7, 3), "the MAC is missing"))
                .hasToString("extensions.d/100.yaml:7:3: error: the MAC is missing");
        assertThat(Problem.warning(Position.of("secrets.yaml"), "others can read it"))
                .hasToString("secrets.yaml:1:1: warning: others can read it");
    }

    @Test
    void problemsAreOrderedByPositionThenErrorsFirst() {
        Problem second = Problem.blocking(new Position("a", 2, 1), "x");
        Problem ninth = Problem.blocking(new Position("a", 2, 9), "x");
        Problem tenth = Problem.warning(new Position("a", 10, 1), "a");
        Problem tenthError = Problem.blocking(new Position("a", 10, 1), "b");
        Problem other = Problem.blocking(new Position("b", 1, 1), "x");
        assertThat(List.of(other, tenth, ninth, tenthError, second).stream().sorted())
                .containsExactly(second, ninth, tenthError, tenth, other);
    }
}
