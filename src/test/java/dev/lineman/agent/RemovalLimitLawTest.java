package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.plan.HeldRemovals;
import dev.lineman.build.plan.PendingRemovals;
import dev.lineman.build.plan.RemovalLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Law: after any edits and restarts, more removals at once than the limit allows wait until they are approved.
 * All other removals happen.
 */
class RemovalLimitLawTest {
    private static final int FLEET = 24;
    private static final int STEPS = 40;

    @TempDir
    Path root;

    private final Set<String> confirmed = new HashSet<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void massRemovalsHappenOnlyWithApproval(long seed) throws IOException {
        Random random = new Random(seed);
        try (AgentFixture agentFixture = AgentFixture.onDisk(root)) {
            agentFixture.rule(new PendingRemovals.RemovalRule(
                    AgentFixture.SETTLE, AgentFixture.SETTLE, RemovalLimit.DEFAULT, confirmed::contains));
            agentFixture.template("cfg%%mac_address%%", "%%extension_first_name%%");
            Set<Integer> there = new TreeSet<>();
            Set<Integer> published = new TreeSet<>();
            int holds = 0;
            for (int step = 0; step < STEPS; step++) {
                change(agentFixture, there, random);
                if (random.nextInt(4) == 0) {
                    agentFixture.restart();
                }
                runUntilIdle(agentFixture);
                Set<Integer> unclaimed = new TreeSet<>(published);
                unclaimed.removeAll(there);
                published.addAll(there);
                boolean held = unclaimed.size() > 10 && 2 * unclaimed.size() > published.size();
                if (!held) {
                    published.removeAll(unclaimed);
                }
                assertPublished(agentFixture, published, "seed " + seed + ", step " + step);
                HeldRemovals told = agentFixture.state().pendingRemovals().held();
                assertThat(told != null)
                        .as("seed %d, step %d: held", seed, step)
                        .isEqualTo(held);
                if (told != null) {
                    holds++;
                    assertThat(agentFixture.problems()).anyMatch(problem -> problem.contains(told.digest()));
                    if (random.nextBoolean()) {
                        confirmed.add(told.digest());
                        runUntilIdle(agentFixture);
                        published.removeAll(unclaimed);
                        assertPublished(agentFixture, published, "seed " + seed + ", step " + step + ", confirmed");
                        assertThat(agentFixture.problems()).isEmpty();
                        confirmed.clear();
                    }
                } else {
                    assertThat(agentFixture.problems()).isEmpty();
                }
            }
            assertThat(holds).as("seed %d: held at all", seed).isPositive();
        }
    }

    private static void change(AgentFixture agentFixture, Set<Integer> there, Random random) throws IOException {
        int size = 1 + random.nextInt(3 * FLEET);
        boolean comes = there.size() < FLEET / 2 ? random.nextInt(4) > 0 : random.nextInt(3) == 0;
        for (int i = 0; i < size; i++) {
            int number = 100 + random.nextInt(FLEET);
            if (comes && there.add(number)) {
                agentFixture.extension(number);
            } else if (!comes && there.remove(number)) {
                agentFixture.delete("extensions.d/" + number + ".yaml");
            }
        }
    }

    private static void runUntilIdle(AgentFixture agentFixture) throws IOException {
        agentFixture.runFullScan();
        agentFixture.advance(Duration.ofSeconds(1));
        agentFixture.runCycle();
        agentFixture.advance(AgentFixture.SETTLE);
        agentFixture.runCycle();
    }

    private static void assertPublished(AgentFixture agentFixture, Set<Integer> published, String when)
            throws IOException {
        for (int number = 100; number < 100 + FLEET; number++) {
            String file = agentFixture.mirrored("provisioning/cfg" + AgentFixture.mac(number));
            assertThat(file != null).as("%s: file of %d", when, number).isEqualTo(published.contains(number));
        }
    }
}
