package dev.lineman.resolve.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DependencySetTest {
    private static final Dependency SECRET = new Dependency(Dependency.DependencyKind.SECRET, "pbx");
    private static final Dependency EXTENSION = new Dependency(Dependency.DependencyKind.EXTENSION, "/105");

    @Test
    void setsOfTheSameDependenciesAreEqualInAnyOrder() {
        DependencySet one = DependencySet.of(List.of(SECRET, EXTENSION, SECRET));
        assertThat(one)
                .isEqualTo(DependencySet.of(List.of(EXTENSION, SECRET)))
                .hasSameHashCodeAs(DependencySet.of(List.of(EXTENSION, SECRET)));
        assertThat(one.dependencies()).containsExactly(EXTENSION, SECRET);
        assertThat(one).isNotEqualTo(DependencySet.of(List.of(SECRET)));
    }

    @Test
    void theEmptySetIsOneObject() {
        assertThat(DependencySet.of(List.of())).isSameAs(DependencySet.none());
    }
}
