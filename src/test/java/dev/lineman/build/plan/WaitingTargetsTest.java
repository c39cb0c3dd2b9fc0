package dev.lineman.build.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WaitingTargetsTest {
    @Test
    void aTargetWaitsUntilNoInputIsLeft() {
        WaitingTargets waiting = WaitingTargets.NONE;
        Map<String, Set<String>> expected = new HashMap<>();
        Random random = new Random(4);
        for (int step = 0; step < 2_000; step++) {
            String input = "input" + random.nextInt(5);
            if (random.nextInt(4) == 0) {
                waiting = waiting.without(input);
                expected.remove(input);
            } else {
                String key = "key" + random.nextInt(8);
                waiting = waiting.with(input, key);
                expected.computeIfAbsent(input, absent -> new TreeSet<>()).add(key);
            }
            assertThat(waiting.inputs()).isEqualTo(expected.keySet());
            assertThat(waiting.waitingFor(input)).isEqualTo(expected.getOrDefault(input, Set.of()));
            for (int i = 0; i < 8; i++) {
                String key = "key" + i;
                assertThat(waiting.contains(key))
                        .isEqualTo(expected.values().stream().anyMatch(keys -> keys.contains(key)));
            }
        }
    }
}
