package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of the agent, by a signal or a crash, and its next start. */
class StopAndStartIT {
    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final int TRIES = 3;

    @TempDir
    Path folder;

    @Test
    void sigtermStopsTheAgentInOrderWithinTwoSeconds() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder);
        AssertionError late = null;
        // A busy machine may miss the limit, but not three times in a row.
        for (int i = 0; i < TRIES; i++) {
            try (RunningProcess agent = RunningProcess.startReady(root)) {
                assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);
                agent.terminate();
                try {
                    assertThat(agent.exitCode(PROMISED)).isZero();
                    return;
                } catch (AssertionError e) {
                    late = e;
                    assertThat(agent.exitCode(PROMISED.multipliedBy(10))).isZero();
                }
            }
        }
        throw late;
    }

    @Test
    void afterAKillTheLastPublicationIsServedAtOnceAndThenUpdated() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Jane"));
        root.write("extensions.d/102.yaml", FixtureRoot.extension(102, "Jim"));
        String jim;
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            jim = agent.get("cfg" + FixtureRoot.mac(102));
            agent.kill();
        }
        root.write("extensions.d/100.yaml", root.read("extensions.d/100.yaml").replace("Doe", "Roe"));
        Files.delete(root.resolve("extensions.d/101.yaml"));
        root.write("extensions.d/102.yaml", "extension: [");
        root.write("extensions.d/103.yaml", FixtureRoot.extension(103, "Joan"));

        try (RunningProcess agent = RunningProcess.startListening(root, List.of())) {
            assertThat(agent.get("cfg000413246672")).isIn(FixtureRoot.JOHN, FixtureRoot.JOHN.replace("Doe", "Roe"));
            assertThat(agent.get("cfg" + FixtureRoot.mac(102))).isEqualTo(jim);

            Map<String, String> expected = root.fromScratchWith(
                    folder.resolve("scratch"), Map.of("extensions.d/102.yaml", FixtureRoot.extension(102, "Jim")));
            Deadline.await(() -> assertThat(root.provisioning()).isEqualTo(expected));
            for (Map.Entry<String, String> file : expected.entrySet()) {
                assertThat(agent.get(file.getKey())).isEqualTo(file.getValue());
            }
            assertThat(agent.get("cfg" + FixtureRoot.mac(101))).isEqualTo("404");
            Deadline.await(() -> assertThat(agent.err())
                    .singleElement()
                    .asString()
                    .matches("extensions\\.d/102\\.yaml:\\d+:\\d+: error: .+"));
        }
    }

    @Test
    void aStartRemovesTheCopyOfTheInputsThatEarlierVersionsKept() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder);
        root.write("out/.lineman/inputs", "passwords");
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);
            assertThat(root.resolve("out/.lineman/inputs")).doesNotExist();
            assertThat(agent.err()).isEmpty();
        }
    }

    @Test
    void theNextStartRepairsManualChangesInOut() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder);
        root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Jane"));
        assertThat(Jar.run(folder, "render").code()).isZero();
        Map<String, String> good = root.provisioning();
        root.write("out/provisioning/cfg000413246672", "changed by hand");
        Files.delete(root.resolve("out/provisioning/cfg" + FixtureRoot.mac(101)));
        assertThat(Jar.run(folder, "render").code()).isZero();
        assertThat(root.provisioning()).isEqualTo(good);

        root.write("out/provisioning/cfg000413246672", "changed again");
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);
            Deadline.await(() -> assertThat(root.provisioning()).isEqualTo(good));
        }
    }
}
