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
    private static Dependency dependency(int i) {
        return new Dependency(
                i % 2 == 0 ? Dependency.DependencyKind.SECRET : Dependency.DependencyKind.EXTENSION, "n" + i);
    }

    private static DependencySet dependencySet(int... numbers) {
        List<Dependency> dependencies = new ArrayList<>();
        for (int number : numbers) {
            dependencies.add(dependency(number));
        }
        return DependencySet.of(dependencies);
    }

    @Test
    void theReadersOfADependencyAreFound() {
        DependencyIndex dependencyIndex = DependencyIndex.empty()
                .with("a", DependencySet.none(), dependencySet(1, 2))
                .with("b", DependencySet.none(), dependencySet(2, 3))
                .with("c", DependencySet.none(), DependencySet.none());
        assertThat(dependencyIndex.readersOf(dependency(1))).containsExactly("a");
        assertThat(dependencyIndex.readersOf(dependency(2))).containsExactlyInAnyOrder("a", "b");
        assertThat(dependencyIndex.readersOf(dependency(4))).isEmpty();
    }

    @Test
    void equalDependencySetsAreStoredOnce() {
        DependencySet first = dependencySet(1, 2);
        DependencyIndex dependencyIndex = DependencyIndex.empty().with("a", DependencySet.none(), first);
        assertThat(dependencyIndex.intern(dependencySet(2, 1))).isSameAs(first);
        assertThat(dependencyIndex.with("a", first, dependencySet(2, 1))).isSameAs(dependencyIndex);
        DependencySet other = dependencySet(5);
        assertThat(dependencyIndex.intern(other)).isSameAs(other);
    }

    @Test
    void theIndexHoldsTheLastReadsOfEachTarget() {
        for (long seed = 0; seed < Rounds.of(75); seed++) {
            Random random = new Random(seed);
            Map<String, DependencySet> naive = new TreeMap<>();
            DependencyIndex dependencyIndex = DependencyIndex.empty();
            for (int step = 0; step < 60; step++) {
                String target = "u" + random.nextInt(8);
                DependencySet before = naive.getOrDefault(target, DependencySet.none());
                List<Dependency> read = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    read.add(dependency(random.nextInt(6)));
                }
                DependencySet after = DependencySet.of(read);
                dependencyIndex = dependencyIndex.with(target, before, after);
                naive.put(target, after);
                for (int i = 0; i < 6; i++) {
                    Dependency dependency = dependency(i);
                    Set<String> readers = new HashSet<>();
                    naive.forEach((u, dependencies) -> {
                        if (dependencies.dependencies().contains(dependency)) {
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
