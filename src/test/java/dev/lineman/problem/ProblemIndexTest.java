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
    void aProblemThatManyShareIsOneWithAllItsSubjects() {
        ProblemIndex problemIndex = ProblemIndex.empty();
        for (int i = 1; i <= 5; i++) {
            problemIndex = problemIndex.with("phone" + i, List.of(ONE));
        }
        assertThat(problemIndex.subjects(ONE)).containsExactly("phone1", "phone2", "phone3", "phone4", "phone5");
        assertThat(problemIndex.problems()).containsExactly(ONE);
        problemIndex = problemIndex.with("phone1", List.of()).with("phone5", List.of(TWO));
        assertThat(problemIndex.subjects(ONE)).containsExactly("phone2", "phone3", "phone4");
        assertThat(problemIndex.subjects(TWO)).containsExactly("phone5");
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
    void aProblemOfNoSubjectIsNotInTheIndex() {
        assertThat(ProblemIndex.empty().subjects(ONE)).isEmpty();
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
                    assertThat(problemIndex.subjects(problem))
                            .as("seed %d", seed)
                            .isEqualTo(concerned);
                }
            }
        }
    }
}
