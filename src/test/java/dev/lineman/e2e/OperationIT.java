package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions for operators: held removals, a command after each publication, a full scan on request. */
class OperationIT {
    private static final Pattern CONFIRM = Pattern.compile("'lineman confirm ([0-9a-f]{12})'");
    private static final int FLEET = 15;

    @TempDir
    Path folder;

    private FixtureRoot root;

    @BeforeEach
    void makeFleet() throws IOException {
        root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        Files.delete(root.resolve("extensions.d/100.yaml"));
        for (int number = 101; number <= 100 + FLEET; number++) {
            root.write("extensions.d/" + number + ".yaml", FixtureRoot.extension(number, "Jane"));
        }
    }

    @Test
    void anEmptiedFolderRemovesNothingUntilAPersonConfirms() throws Exception {
        try (RunningProcess agent = RunningProcess.startReady(root, "--max-wait=300ms")) {
            Deadline.await(() -> assertThat(root.provisioning()).hasSize(FLEET));
            empty();
            Deadline.await(() -> assertThat(agent.err()).hasSize(1));
            String digest = digest(agent.err().get(0));
            root.write("extensions.d/200.yaml", FixtureRoot.extension(200, "Joan"));
            Deadline.await(
                    () -> assertThat(agent.get("cfg" + FixtureRoot.mac(200))).contains("Joan Doe"));
            Deadline.await(() -> assertThat(root.provisioning()).hasSize(FLEET + 1));

            Jar.CommandResult wrong = Jar.run(root.path(), "confirm", "000000000000");
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.err()).hasSize(1);
            assertThat(Jar.run(root.path(), "confirm", digest).code()).isZero();
            Deadline.await(() -> assertThat(root.provisioning()).hasSize(1));
            assertThat(agent.get("cfg" + FixtureRoot.mac(101))).isEqualTo("404");
            Deadline.await(
                    () -> assertThat(agent.out()).anyMatch(line -> line.contains("1 problem solved, none left")));
        }
    }

    @Test
    void heldRemovalsStayHeldAfterARestartAndEndWhenTheFilesReturn() throws Exception {
        String digest;
        try (RunningProcess agent = RunningProcess.startReady(root, "--max-wait=300ms")) {
            empty();
            Deadline.await(() -> assertThat(agent.err()).hasSize(1));
            digest = digest(agent.err().get(0));
            agent.kill();
        }
        try (RunningProcess agent = RunningProcess.startReady(root, "--max-wait=300ms")) {
            Deadline.await(() -> assertThat(agent.err()).hasSize(1));
            assertThat(digest(agent.err().get(0))).isEqualTo(digest);
            assertThat(root.provisioning()).hasSize(FLEET);
            for (int number = 101; number <= 100 + FLEET; number++) {
                root.write("extensions.d/" + number + ".yaml", FixtureRoot.extension(number, "Jane"));
            }
            Deadline.await(
                    () -> assertThat(agent.out()).anyMatch(line -> line.contains("1 problem solved, none left")));
            assertThat(Jar.run(root.path(), "confirm", digest).code()).isEqualTo(1);
            assertThat(root.provisioning()).hasSize(FLEET);
        }
    }

    @Test
    void renderHoldsRemovalsAndConfirmsThemByItself() throws Exception {
        assertThat(Jar.run(root.path(), "render").code()).isZero();
        empty();
        Jar.CommandResult held = Jar.run(root.path(), "render", "--max-wait=0s");
        assertThat(held.code()).isEqualTo(1);
        assertThat(held.err()).hasSize(1);
        assertThat(root.provisioning()).hasSize(FLEET);
        Jar.CommandResult confirmed = Jar.run(
                root.path(),
                "render",
                "--max-wait=0s",
                "--confirm",
                digest(held.err().get(0)));
        assertThat(confirmed.err()).isEmpty();
        assertThat(confirmed.code()).isZero();
        assertThat(root.provisioning()).isEmpty();
    }

    @Test
    void theLimitCanBeANumberOfFiles() throws Exception {
        assertThat(Jar.run(root.path(), "render").code()).isZero();
        Files.delete(root.resolve("extensions.d/101.yaml"));
        Files.delete(root.resolve("extensions.d/102.yaml"));
        assertThat(Jar.run(root.path(), "render", "--max-wait=0s", "--max-removals=1")
                        .code())
                .isEqualTo(1);
        assertThat(root.provisioning()).hasSize(FLEET);
        assertThat(Jar.run(root.path(), "render", "--max-wait=0s", "--max-removals=2")
                        .code())
                .isZero();
        assertThat(root.provisioning()).hasSize(FLEET - 2);
        assertThat(Jar.run(root.path(), "render", "--max-removals=many").code()).isEqualTo(2);
    }

    @Test
    void theCommandFollowsEachPublicationThatChangedSomething() throws Exception {
        String command = "echo run >> ../runs; cat > ../changed";
        try (RunningProcess agent = RunningProcess.startReady(root, "--exec", command, "--max-wait=300ms")) {
            Deadline.await(() -> assertThat(lines("changed"))
                    .hasSize(FLEET)
                    .contains("out/provisioning/cfg" + FixtureRoot.mac(101)));
            assertThat(lines("runs")).hasSize(1);
            root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Janet"));
            Deadline.await(
                    () -> assertThat(lines("changed")).containsExactly("out/provisioning/cfg" + FixtureRoot.mac(101)));
            assertThat(lines("runs")).hasSize(2);
            root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Janet") + "# the same\n");
            Files.delete(root.resolve("extensions.d/102.yaml"));
            Deadline.await(
                    () -> assertThat(lines("changed")).containsExactly("out/provisioning/cfg" + FixtureRoot.mac(102)));
            assertThat(lines("runs")).hasSize(3);
            assertThat(agent.err()).isEmpty();
        }
    }

    @Test
    void anOperatorCanRequestAFullScan() throws Exception {
        try (RunningProcess agent = RunningProcess.startReady(root, "--poll=1h")) {
            root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Janet"));
            assertThat(agent.adminRequest("GET", "api/rescan").statusCode()).isEqualTo(405);
            assertThat(agent.adminRequest("POST", "api/rescan").statusCode()).isEqualTo(202);
            Deadline.await(
                    () -> assertThat(agent.get("cfg" + FixtureRoot.mac(101))).contains("Janet Doe"));
        }
    }

    private void empty() throws IOException {
        for (int number = 101; number <= 100 + FLEET; number++) {
            Files.delete(root.resolve("extensions.d/" + number + ".yaml"));
        }
    }

    private List<String> lines(String file) throws IOException {
        Path path = folder.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    private static String digest(String problem) {
        Matcher confirm = CONFIRM.matcher(problem);
        assertThat(confirm.find()).as(problem).isTrue();
        return confirm.group(1);
    }
}
