package dev.lineman.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FactSetTest {
    private static final Fact SECRET = new Fact(Fact.Kind.SECRET, "pbx");
    private static final Fact EXTENSION = new Fact(Fact.Kind.EXTENSION, "/105");

    @Test
    void setsOfTheSameFactsAreEqualInAnyOrder() {
        FactSet one = FactSet.of(List.of(SECRET, EXTENSION, SECRET));
        assertThat(one)
                .isEqualTo(FactSet.of(List.of(EXTENSION, SECRET)))
                .hasSameHashCodeAs(FactSet.of(List.of(EXTENSION, SECRET)));
        assertThat(one.facts()).containsExactly(EXTENSION, SECRET);
        assertThat(one).isNotEqualTo(FactSet.of(List.of(SECRET)));
    }

    @Test
    void noFactsAreOneSet() {
        assertThat(FactSet.of(List.of())).isSameAs(FactSet.none());
    }
}
