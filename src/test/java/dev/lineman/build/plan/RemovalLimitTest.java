package dev.lineman.build.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemovalLimitTest {
    @ParameterizedTest
    @CsvSource({
        "50%, 11, 21, true", "50%, 11, 22, false", "50%, 10, 10, false", "50%, 0, 0, false", "100%, 500, 500, false",
        "0%, 11, 1000, true", "0%, 10, 1000, false", "20, 20, 20, false", "20, 21, 100000, true", "0, 1, 50, true"
    })
    void moreRemovalsThanTheLimitAreHeld(String limit, int removals, int files, boolean held) {
        assertThat(RemovalLimit.parse(limit).isExceeded(removals, files)).isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "half", "-1", "101%", "5.5%", "12345678901", "50%%"})
    void anInvalidLimitIsRejectedWithItsText(String text) {
        assertThatThrownBy(() -> RemovalLimit.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void theDigestDoesNotDependOnTheOrderOfRemovals() {
        String digest =
                HeldRemovals.of(List.of("a", "b"), 4, RemovalLimit.DEFAULT).digest();
        assertThat(digest).matches("[0-9a-f]{12}");
        assertThat(HeldRemovals.of(List.of("b", "a"), 9, RemovalLimit.DEFAULT).digest())
                .isEqualTo(digest);
        assertThat(HeldRemovals.of(List.of("a"), 4, RemovalLimit.DEFAULT).digest())
                .isNotEqualTo(digest);
    }
}
