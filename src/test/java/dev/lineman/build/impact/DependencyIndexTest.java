package dev.lineman.build.impact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.DependencySet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DependencyIndexTest {
    private static Dependency fact(int i) {
        return new Dependency(
                i % 2 == 0 ? Dependency.DependencyKind.SECRET : Dependency.DependencyKind.EXTENSION, "n" + i);
    }

    private static DependencySet facts(int... numbers) {
        List<Dependency> facts = new ArrayList<>();
        for (int number : numbers) {
            facts.add(fact(number));
        }
        return DependencySet.of(facts);
    }

    @Test
    void thoseWhoReadAFactAreFound() {
        DependencyIndex dependencyIndex = DependencyIndex.empty()
                .with("a", DependencySet.none(), facts(1, 2))
                .with("b", DependencySet.none(), facts(2, 3))
                .with("c", DependencySet.none(), DependencySet.none());
        assertThat(dependencyIndex.readersOf(fact(1))).containsExactly("a");
        assertThat(dependencyIndex.readersOf(fact(2))).containsExactlyInAnyOrder("a", "b");
        assertThat(dependencyIndex.readersOf(fact(4))).isEmpty();
    }

    @Test
    void equalSetsOfFactsAreKeptOnce() {
        DependencySet first = facts(1, 2);
        DependencyIndex dependencyIndex = DependencyIndex.empty().with("a", DependencySet.none(), first);
        assertThat(dependencyIndex.intern(facts(2, 1))).isSameAs(first);
        assertThat(dependencyIndex.with("a", first, facts(2, 1))).isSameAs(dependencyIndex);
        DependencySet other = facts(5);
        assertThat(dependencyIndex.intern(other)).isSameAs(other);
    }

    @Test
    void theIndexIsWhatEachUnitLastRead() {
        for (long seed = 0; seed < Rounds.of(75); seed++) {
            Random random = new Random(seed);
            Map<String, DependencySet> naive = new TreeMap<>();
            DependencyIndex dependencyIndex = DependencyIndex.empty();
            for (int step = 0; step < 60; step++) {
                String unit = "u" + random.nextInt(8);
                DependencySet before = naive.getOrDefault(unit, DependencySet.none());
                List<Dependency> read = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    read.add(fact(random.nextInt(6)));
                }
                DependencySet after = DependencySet.of(read);
                dependencyIndex = dependencyIndex.with(unit, before, after);
                naive.put(unit, after);
                for (int i = 0; i < 6; i++) {
                    Dependency dependency = fact(i);
                    Set<String> readers = new HashSet<>();
                    naive.forEach((u, facts) -> {
                        if (facts.dependencies().contains(dependency)) {
                            readers.add(u);
                        }
                    });
                    assertThat(dependencyIndex.readersOf(dependency))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(readers);
                }
            }
        }
    }
}
