package dev.lineman.impact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.resolve.Fact;
import dev.lineman.resolve.FactSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DependenciesTest {
    private static Fact fact(int i) {
        return new Fact(i % 2 == 0 ? Fact.Kind.SECRET : Fact.Kind.EXTENSION, "n" + i);
    }

    private static FactSet facts(int... numbers) {
        List<Fact> facts = new ArrayList<>();
        for (int number : numbers) {
            facts.add(fact(number));
        }
        return FactSet.of(facts);
    }

    @Test
    void thoseWhoReadAFactAreFound() {
        Dependencies dependencies = Dependencies.none()
                .with("a", FactSet.none(), facts(1, 2))
                .with("b", FactSet.none(), facts(2, 3))
                .with("c", FactSet.none(), FactSet.none());
        assertThat(dependencies.readersOf(fact(1))).containsExactly("a");
        assertThat(dependencies.readersOf(fact(2))).containsExactlyInAnyOrder("a", "b");
        assertThat(dependencies.readersOf(fact(4))).isEmpty();
    }

    @Test
    void equalSetsOfFactsAreKeptOnce() {
        FactSet first = facts(1, 2);
        Dependencies dependencies = Dependencies.none().with("a", FactSet.none(), first);
        assertThat(dependencies.shared(facts(2, 1))).isSameAs(first);
        assertThat(dependencies.with("a", first, facts(2, 1))).isSameAs(dependencies);
        FactSet other = facts(5);
        assertThat(dependencies.shared(other)).isSameAs(other);
    }

    @Test
    void theIndexIsWhatEachUnitLastRead() {
        for (long seed = 0; seed < Rounds.of(75); seed++) {
            Random random = new Random(seed);
            Map<String, FactSet> naive = new TreeMap<>();
            Dependencies dependencies = Dependencies.none();
            for (int step = 0; step < 60; step++) {
                String unit = "u" + random.nextInt(8);
                FactSet before = naive.getOrDefault(unit, FactSet.none());
                List<Fact> read = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    read.add(fact(random.nextInt(6)));
                }
                FactSet after = FactSet.of(read);
                dependencies = dependencies.with(unit, before, after);
                naive.put(unit, after);
                for (int i = 0; i < 6; i++) {
                    Fact fact = fact(i);
                    Set<String> readers = new HashSet<>();
                    naive.forEach((u, facts) -> {
                        if (facts.facts().contains(fact)) {
                            readers.add(u);
                        }
                    });
                    assertThat(dependencies.readersOf(fact))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(readers);
                }
            }
        }
    }
}
