package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.plan.PendingRemovals;
import dev.lineman.build.plan.RemovalLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Law: files of a missing mount are removed only with a person's approval. All other files behave as if the mount
 * were there, also over restarts and boots.
 */
class MountLawTest {
    private static final int STEPS = 40;
    private static final String LOCAL = "extensions.d";

    /** The third share is inside a folder that is not a share. */
    private static final List<String> SHARES = List.of("extensions.d/acme", "extensions.d/b/c", "extensions.d/b/d e");

    @TempDir
    Path folder;

    private final Set<String> confirmed = new HashSet<>();

    /** The extensions in each folder at the last cycle that saw it mounted. */
    private final Map<String, Set<Integer>> known = new TreeMap<>();

    /** The extensions in the covered folder of each share. */
    private final Map<String, Set<Integer>> covered = new TreeMap<>();

    private final Map<String, Set<Integer>> served = new TreeMap<>();
    private final Set<String> lost = new TreeSet<>();
    private int next = 100;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void filesOfAMissingMountAreNotRemovedWithoutApproval(long seed) throws IOException {
        Random random = new Random(seed);
        Path root = Files.createDirectory(folder.resolve("root"));
        MountFixture mountFixture = new MountFixture(root, Files.createDirectory(folder.resolve("away")));
        try (AgentFixture agentFixture = AgentFixture.onDisk(root)) {
            agentFixture.rule(new PendingRemovals.RemovalRule(
                    AgentFixture.SETTLE, AgentFixture.SETTLE, RemovalLimit.DEFAULT, confirmed::contains));
            agentFixture.template("cfg%%mac_address%%", "%%extension_first_name%%");
            known.put(LOCAL, new TreeSet<>());
            for (String share : SHARES) {
                List.of(known, covered, served).forEach(map -> map.put(share, new TreeSet<>()));
                mountFixture.mount(share);
            }
            runUntilIdle(agentFixture, random);
            int losses = 0;
            for (int step = 0; step < STEPS; step++) {
                String share = SHARES.get(random.nextInt(SHARES.size()));
                switch (random.nextInt(8)) {
                    case 0, 1 -> mountOrUnmount(mountFixture, share);
                    case 2 -> edit(root.resolve(LOCAL), known.get(LOCAL), random);
                    case 3 -> edit(mountFixture.files(share), served.get(share), random);
                    case 4 -> coveredEdit(root, mountFixture, share);
                    case 5 -> agentFixture.restart();
                    case 6 -> {
                        mountFixture.boot();
                        agentFixture.restart();
                    }
                    default -> confirm(agentFixture, mountFixture, random);
                }
                runUntilIdle(agentFixture, random);
                recordNumbers(mountFixture);
                losses += lost.size();
                check(agentFixture, "seed " + seed + ", step " + step);
            }
            assertThat(losses).as("seed %d: something was lost", seed).isPositive();
        }
    }

    private void mountOrUnmount(MountFixture mountFixture, String share) throws IOException {
        if (mountFixture.isMounted(share)) {
            mountFixture.unmount(share);
            lost.add(share);
        } else {
            mountFixture.mount(share);
            lost.remove(share);
        }
    }

    /** Adds and removes files in a folder, mounted or not. */
    private void edit(Path place, Set<Integer> numbers, Random random) throws IOException {
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            if (numbers.isEmpty() || random.nextInt(3) > 0) {
                int number = next++;
                numbers.add(number);
                Files.writeString(place.resolve(number + ".yaml"), yaml(number));
            } else {
                int number = numbers.iterator().next();
                numbers.remove(number);
                Files.delete(place.resolve(number + ".yaml"));
            }
        }
    }

    /** Changes the folder that the share covers. */
    private void coveredEdit(Path root, MountFixture mountFixture, String share) throws IOException {
        if (!mountFixture.isMounted(share)) {
            int number = next++;
            covered.get(share).add(number);
            Files.writeString(root.resolve(share).resolve(number + ".yaml"), yaml(number));
        }
    }

    private void confirm(AgentFixture agentFixture, MountFixture mountFixture, Random random) {
        Map<String, String> digests = agentFixture.state().snapshot().mounts().confirmationDigests();
        digests.forEach((digest, path) -> {
            if (random.nextBoolean()) {
                assertThat(mountFixture.isMounted(path)).isFalse();
                confirmed.add(digest);
                lost.remove(path);
            }
        });
    }

    private void runUntilIdle(AgentFixture agentFixture, Random random) throws IOException {
        if (random.nextInt(3) == 0) {
            agentFixture.runCycle();
        }
        for (int look = 0; look < 3; look++) {
            agentFixture.runFullScan();
            agentFixture.advance(AgentFixture.SETTLE);
        }
        confirmed.clear();
        agentFixture.runUntilIdle();
    }

    private void recordNumbers(MountFixture mountFixture) {
        for (String share : SHARES) {
            if (!lost.contains(share)) {
                known.put(share, new TreeSet<>(mountFixture.isMounted(share) ? served.get(share) : covered.get(share)));
            }
        }
    }

    private void check(AgentFixture agentFixture, String when) throws IOException {
        Set<Integer> all = new TreeSet<>();
        known.values().forEach(all::addAll);
        Set<Integer> published = new TreeSet<>();
        for (int number = 100; number < next; number++) {
            if (agentFixture.content("provisioning/cfg" + AgentFixture.mac(number)) != null) {
                published.add(number);
            }
        }
        assertThat(published).as(when).isEqualTo(all);
        assertThat(agentFixture.state().snapshot().mounts().lost()).as(when).containsExactlyElementsOf(lost);
        assertThat(agentFixture.problems()).as(when).hasSize(lost.size());
        for (Map.Entry<String, String> one :
                agentFixture.state().snapshot().mounts().confirmationDigests().entrySet()) {
            assertThat(agentFixture.problems())
                    .anyMatch(problem -> problem.startsWith(one.getValue() + ':') && problem.contains(one.getKey()));
        }
    }

    private static String yaml(int number) {
        return "extension: " + number + "\nfirst_name: F\nlast_name: L\nauth_id: a\nauth_password: p\nphone: {mac: "
                + AgentFixture.mac(number) + "}\n";
    }
}
