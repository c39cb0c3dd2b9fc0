package dev.lineman.build.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which targets a cycle makes first, and what it costs to find out. */
class BuildOrderTest {
    private static final int TARGETS = 3000;

    /** A key that counts its comparisons with other keys. */
    private record Key(int number, AtomicInteger comparisons) {
        @Override
        public boolean equals(Object other) {
            comparisons.incrementAndGet();
            return other instanceof Key key && key.number == number;
        }

        @Override
        public int hashCode() {
            return Integer.hashCode(number);
        }
    }

    @Test
    void phonesComeBeforeSitesAndBothKeepTheirOrder() {
        BuildOrder<String> order = BuildOrder.of(List.of("b", "site:b", "a", "site:a"), key -> key.length() > 1);
        assertThat(order.first()).containsExactly("b", "a");
        assertThat(order.sites()).containsExactly("site:b", "site:a");
    }

    @Test
    void sortingTargetsTakesLinearTime() {
        for (int sites : List.of(0, 1, TARGETS / 2)) {
            AtomicInteger comparisons = new AtomicInteger();
            List<Key> keys = new ArrayList<>();
            for (int number = 0; number < TARGETS; number++) {
                keys.add(new Key(number, comparisons));
            }
            LinkedHashSet<Key> targets = new LinkedHashSet<>(keys);
            BuildOrder<Key> order = BuildOrder.of(targets, key -> key.number() < sites);
            assertThat(order.first()).hasSize(TARGETS - sites);
            assertThat(comparisons.get()).as("with %d sites", sites).isLessThan(4 * TARGETS);
        }
    }
}
