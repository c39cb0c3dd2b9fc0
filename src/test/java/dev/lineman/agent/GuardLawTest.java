package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.plan.Guard;
import dev.lineman.plan.Held;
import dev.lineman.plan.Removals;
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
 * Law: whatever comes and goes, and whenever the process is restarted, more removals at once than the guard allows stay
 * until just these are confirmed, and all others happen.
 */
class GuardLawTest {
    private static final int FLEET = 24;
    private static final int STEPS = 40;

    @TempDir
    Path root;

    private final Set<String> confirmed = new HashSet<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void onlyWhatIsConfirmedGoesInLargeNumbers(long seed) throws IOException {
        Random random = new Random(seed);
        try (Premises premises = Premises.onDisk(root)) {
            premises.rule(new Removals.Rule(Premises.SETTLE, Premises.SETTLE, Guard.DEFAULT, confirmed::contains));
            premises.template("cfg%%mac_address%%", "%%extension_first_name%%");
            Set<Integer> there = new TreeSet<>();
            Set<Integer> published = new TreeSet<>();
            int holds = 0;
            for (int step = 0; step < STEPS; step++) {
                change(premises, there, random);
                if (random.nextInt(4) == 0) {
                    premises.restart();
                }
                settle(premises);
                Set<Integer> unclaimed = new TreeSet<>(published);
                unclaimed.removeAll(there);
                published.addAll(there);
                boolean held = unclaimed.size() > 10 && 2 * unclaimed.size() > published.size();
                if (!held) {
                    published.removeAll(unclaimed);
                }
                assertPublished(premises, published, "seed " + seed + ", step " + step);
                Held told = premises.state().removals().held();
                assertThat(told != null)
                        .as("seed %d, step %d: held", seed, step)
                        .isEqualTo(held);
                if (told != null) {
                    holds++;
                    assertThat(premises.problems()).anyMatch(problem -> problem.contains(told.digest()));
                    if (random.nextBoolean()) {
                        confirmed.add(told.digest());
                        settle(premises);
                        published.removeAll(unclaimed);
                        assertPublished(premises, published, "seed " + seed + ", step " + step + ", confirmed");
                        assertThat(premises.problems()).isEmpty();
                        confirmed.clear();
                    }
                } else {
                    assertThat(premises.problems()).isEmpty();
                }
            }
            assertThat(holds).as("seed %d: held at all", seed).isPositive();
        }
    }

    private static void change(Premises premises, Set<Integer> there, Random random) throws IOException {
        int size = 1 + random.nextInt(3 * FLEET);
        boolean comes = there.size() < FLEET / 2 ? random.nextInt(4) > 0 : random.nextInt(3) == 0;
        for (int i = 0; i < size; i++) {
            int number = 100 + random.nextInt(FLEET);
            if (comes && there.add(number)) {
                premises.extension(number);
            } else if (!comes && there.remove(number)) {
                premises.delete("extensions.d/" + number + ".yaml");
            }
        }
    }

    private static void settle(Premises premises) throws IOException {
        premises.lookAround();
        premises.pass(Duration.ofSeconds(1));
        premises.look();
        premises.pass(Premises.SETTLE);
        premises.look();
    }

    private static void assertPublished(Premises premises, Set<Integer> published, String when) throws IOException {
        for (int number = 100; number < 100 + FLEET; number++) {
            String file = premises.out("provisioning/cfg" + Premises.mac(number));
            assertThat(file != null).as("%s: file of %d", when, number).isEqualTo(published.contains(number));
        }
    }
}
