package dev.lineman.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ProblemIndexTest {
    private static final Problem ONE = Problem.blocking(new Position("a.xml", 2, 1), "no value for x");
    private static final Problem TWO = Problem.warning(new Position("a.xml", 1, 1), "odd");

    @Test
    void aProblemThatManyShareIsOneWithACount() {
        ProblemIndex problemIndex = ProblemIndex.empty();
        for (int i = 1; i <= 5; i++) {
            problemIndex = problemIndex.with("phone" + i, List.of(ONE));
        }
        assertThat(problemIndex.withSubjectNames())
                .containsExactly(Problem.blocking(ONE.at(), "no value for x (for phone1, phone2, phone3 and 2 more)"));
        problemIndex = problemIndex.with("phone1", List.of()).with("phone5", List.of(TWO));
        assertThat(problemIndex.withSubjectNames())
                .extracting(Problem::message)
                .containsExactly("odd (for phone5)", "no value for x (for phone2, phone3, phone4)");
    }

    @Test
    void equalProblemsChangeNothing() {
        ProblemIndex problemIndex = ProblemIndex.empty().with("a", List.of(ONE, TWO));
        assertThat(problemIndex.with("a", List.of(ONE, TWO))).isSameAs(problemIndex);
        assertThat(problemIndex.with("b", List.of())).isSameAs(problemIndex);
        assertThat(problemIndex.of("a")).containsExactly(ONE, TWO);
        assertThat(problemIndex.of("b")).isEmpty();
    }

    @Test
    void aProblemInItsSubjectsOwnFileDoesNotNameItTwice() {
        assertThat(ProblemIndex.empty().with("a.xml", List.of(ONE)).withSubjectNames())
                .containsExactly(ONE);
    }

    @Test
    void aProblemWithoutSubjectsKeepsItsMessage() {
        assertThat(ProblemIndex.empty().withSubjectNames(ONE)).isEqualTo(ONE);
    }

    @Test
    void theIndexHoldsTheLastProblemsOfEachSubject() {
        for (long seed = 0; seed < Rounds.of(75); seed++) {
            Random random = new Random(seed);
            Map<String, List<Problem>> naive = new TreeMap<>();
            ProblemIndex problemIndex = ProblemIndex.empty();
            for (int step = 0; step < 40; step++) {
                String subject = "s" + random.nextInt(6);
                List<Problem> problems = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    problems.add(Problem.blocking(new Position("f", 1 + random.nextInt(4), 1), "m"));
                }
                problemIndex = problemIndex.with(subject, problems);
                naive.put(subject, problems);
                naive.values().removeIf(List::isEmpty);
                Set<Problem> all = new HashSet<>();
                naive.values().forEach(all::addAll);
                assertThat(problemIndex.problems()).as("seed %d", seed).isEqualTo(all);
                assertThat(problemIndex.of(subject)).isEqualTo(problems);
                for (Problem problem : all) {
                    Set<String> concerned = new TreeSet<>();
                    naive.forEach((s, list) -> {
                        if (list.contains(problem)) {
                            concerned.add(s);
                        }
                    });
                    String named = String.join(", ", concerned.stream().limit(3).toList());
                    String more = concerned.size() > 3 ? " and " + (concerned.size() - 3) + " more" : "";
                    assertThat(problemIndex.withSubjectNames(problem).message())
                            .as("seed %d", seed)
                            .isEqualTo("m (for " + named + more + ")");
                }
            }
        }
    }
}
