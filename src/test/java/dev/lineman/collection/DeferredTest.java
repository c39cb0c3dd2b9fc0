package dev.lineman.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeferredTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void theValueIsComputedOnceWhateverAsks() {
        Deferred<Integer> value = Deferred.by(asked::incrementAndGet);
        assertThat(value.isComputed()).isFalse();
        assertThat(IntStream.range(0, 1000).parallel().map(i -> value.get()).distinct())
                .containsExactly(1);
        assertThat(value.isComputed()).isTrue();
    }

    @Test
    void aFailedComputationIsRepeated() {
        Deferred<Integer> value = Deferred.by(() -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
            return 5;
        });
        assertThatThrownBy(value::get).hasMessage("not yet");
        assertThat(value.get()).isEqualTo(5);
    }

    @Test
    void twoOfThemAreEqualIfTheirValuesAre() {
        assertThat(Deferred.by(() -> "a")).isEqualTo(Deferred.of("a")).hasSameHashCodeAs(Deferred.of("a"));
        assertThat(Deferred.by(() -> "a")).isNotEqualTo(Deferred.of("b"));
    }
}
