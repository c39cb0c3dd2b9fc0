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

class FindingsTest {
    private static final Problem ONE = Problem.error(new Position("a.xml", 2, 1), "no value for x");
    private static final Problem TWO = Problem.warning(new Position("a.xml", 1, 1), "odd");

    @Test
    void aProblemThatManyShareIsOneWithACount() {
        Findings findings = Findings.none();
        for (int i = 1; i <= 5; i++) {
            findings = findings.with("phone" + i, List.of(ONE));
        }
        assertThat(findings.described())
                .containsExactly(Problem.error(ONE.at(), "no value for x (for phone1, phone2, phone3 and 2 more)"));
        findings = findings.with("phone1", List.of()).with("phone5", List.of(TWO));
        assertThat(findings.described())
                .extracting(Problem::message)
                .containsExactly("odd (for phone5)", "no value for x (for phone2, phone3, phone4)");
    }

    @Test
    void whatIsKnownAlreadyChangesNothing() {
        Findings findings = Findings.none().with("a", List.of(ONE, TWO));
        assertThat(findings.with("a", List.of(ONE, TWO))).isSameAs(findings);
        assertThat(findings.with("b", List.of())).isSameAs(findings);
        assertThat(findings.of("a")).containsExactly(ONE, TWO);
        assertThat(findings.of("b")).isEmpty();
    }

    @Test
    void aProblemInItsSubjectsOwnFileDoesNotNameItTwice() {
        assertThat(Findings.none().with("a.xml", List.of(ONE)).described()).containsExactly(ONE);
    }

    @Test
    void aProblemOfNobodyIsDescribedAsItIs() {
        assertThat(Findings.none().described(ONE)).isEqualTo(ONE);
    }

    @Test
    void findingsAreWhatTheSubjectsLastHad() {
        for (long seed = 0; seed < Rounds.of(75); seed++) {
            Random random = new Random(seed);
            Map<String, List<Problem>> naive = new TreeMap<>();
            Findings findings = Findings.none();
            for (int step = 0; step < 40; step++) {
                String subject = "s" + random.nextInt(6);
                List<Problem> problems = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    problems.add(Problem.error(new Position("f", 1 + random.nextInt(4), 1), "m"));
                }
                findings = findings.with(subject, problems);
                naive.put(subject, problems);
                naive.values().removeIf(List::isEmpty);
                Set<Problem> all = new HashSet<>();
                naive.values().forEach(all::addAll);
                assertThat(findings.problems()).as("seed %d", seed).isEqualTo(all);
                assertThat(findings.of(subject)).isEqualTo(problems);
                for (Problem problem : all) {
                    Set<String> concerned = new TreeSet<>();
                    naive.forEach((s, list) -> {
                        if (list.contains(problem)) {
                            concerned.add(s);
                        }
                    });
                    String named = String.join(", ", concerned.stream().limit(3).toList());
                    String more = concerned.size() > 3 ? " and " + (concerned.size() - 3) + " more" : "";
                    assertThat(findings.described(problem).message())
                            .as("seed %d", seed)
                            .isEqualTo("m (for " + named + more + ")");
                }
            }
        }
    }
}
