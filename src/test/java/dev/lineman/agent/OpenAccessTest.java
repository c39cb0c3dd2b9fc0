package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.build.report.CycleReport;
import dev.lineman.command.OneShotCommands;
import dev.lineman.fs.FileMode;
import dev.lineman.problem.Problem;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The warning of phones whose passwords every client can fetch. */
class OpenAccessTest {
    private static final String START =
            "extensions.d/_defaults.yaml:1:1: warning: every client that knows a MAC can fetch the passwords of ";

    @TempDir
    Path root;

    private AgentFixture agentFixture;

    @BeforeEach
    void open() throws IOException {
        agentFixture = AgentFixture.inMemory(root);
        agentFixture.template("cfg%%mac_address%%", "%%extension_auth_pw%%");
        agentFixture.extension(100);
        agentFixture.extension("extensions.d/berlin/101.yaml", 101);
    }

    @AfterEach
    void close() throws IOException {
        agentFixture.close();
    }

    private void defaults(String... lines) throws IOException {
        agentFixture.write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1", "model: X", String.join("\n", lines));
    }

    /** Returns the warnings after an incremental cycle. */
    private List<String> incremental() throws IOException {
        agentFixture.runCycle();
        return text(agentFixture.state().outputIndex().openPhones().problems());
    }

    /** Returns what {@code check} says, and compares it with the incremental cycle. */
    private List<String> checked() throws Exception {
        List<String> all = text(OneShotCommands.check(
                        new Settings(
                                root,
                                root.resolve("secrets.yaml"),
                                FileMode.DEFAULT,
                                Duration.ZERO,
                                RemovalLimit.DEFAULT),
                        new RuntimeContext(InstantSource.system(), System::nanoTime, Map.of()),
                        false)
                .problems());
        assertThat(incremental()).isEqualTo(all);
        return all;
    }

    private static List<String> text(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    @Test
    void oneWarningCountsThePhonesOfEachFolder() throws Exception {
        agentFixture.extension("extensions.d/berlin/102.yaml", 102);
        assertThat(checked())
                .singleElement()
                .asString()
                .isEqualTo(START
                        + "3 phones, because no access rule covers them (1 in extensions.d, 2 in extensions.d/berlin): write"
                        + " 'provisioning: {allow: [NETWORK, ...]}' with the networks of your phones into this file, or"
                        + " set 'user' and 'password', a 'token' or 'certificate: true'; if every client may fetch"
                        + " them, write 'allow: [0.0.0.0/0, \"::/0\"]'");
        for (int number = 103; number < 106; number++) {
            agentFixture.extension("extensions.d/d" + number + '/' + number + ".yaml", number);
        }
        assertThat(checked())
                .singleElement()
                .asString()
                .startsWith(START + "6 phones")
                .contains(
                        "(1 in extensions.d, 2 in extensions.d/berlin, 1 in extensions.d/d103, and in 2 more folders)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{allow: [10.0.0.0/8]}",
                "{allow: [0.0.0.0/0]}",
                "{allow: [0.0.0.0/0, \"::/0\"]}",
                "{user: phones, password: s3cret}",
                "{token: 0123456789abcdef}",
                "{certificate: true}",
                "{until: 2026-12-01T12:00Z}",
                "{fetches: 3}",
                "{user_agent: true, fetches: 3}"
            })
    void aRuleClosesAtEachPlaceAndTheWarningComesBackWithoutIt(String rule) throws Exception {
        defaults("provisioning: " + rule);
        assertThat(checked()).isEmpty();
        defaults("models: {\"X*\": {provisioning: " + rule + "}}");
        assertThat(checked()).isEmpty();
        defaults();
        assertThat(checked()).singleElement().asString().startsWith(START + "2 phones");
        agentFixture.write("extensions.d/berlin/_defaults.yaml", "provisioning: " + rule);
        assertThat(checked()).singleElement().asString().startsWith(START + "1 phone,");
        agentFixture.extension(100, "provisioning: " + rule);
        assertThat(checked()).isEmpty();
        agentFixture.delete("extensions.d/berlin/_defaults.yaml");
        assertThat(checked())
                .singleElement()
                .asString()
                .startsWith("extensions.d/berlin/_defaults.yaml:1:1: warning: ")
                .contains("(1 in extensions.d/berlin)");
    }

    @Test
    void aRuleThatEveryClientCanMeetClosesNothing() throws Exception {
        for (String rule : List.of("{user_agent: true}", "{user_agent: false, certificate: false}", "{user: \"\"}")) {
            defaults("provisioning: " + rule);
            assertThat(checked()).as(rule).singleElement().asString().startsWith(START + "2 phones");
        }
    }

    @Test
    void anExceptionOfOnePhoneIsCounted() throws Exception {
        defaults("provisioning: {token: 0123456789abcdef}");
        agentFixture.extension(100, "provisioning: {token: \"\"}");
        assertThat(checked()).singleElement().asString().contains("(1 in extensions.d)");
        agentFixture.delete("extensions.d/100.yaml");
        assertThat(checked()).isEmpty();
    }

    @Test
    void aFileWithoutASecretNeedsNoRule() throws Exception {
        agentFixture.template("cfg%%mac_address%%", "%%extension_first_name%%");
        assertThat(checked()).isEmpty();
        agentFixture.template("cfg%%mac_address%%", "%%extension_auth_pw%%");
        assertThat(checked()).hasSize(1);
    }

    @Test
    void theWarningIsTheSameAfterARestart() throws IOException {
        Path other = root.resolve("other");
        try (AgentFixture onDisk = AgentFixture.onDisk(other)) {
            onDisk.template("cfg%%mac_address%%", "%%extension_auth_pw%%");
            onDisk.extension(100);
            onDisk.runCycle();
            List<Problem> before = onDisk.state().outputIndex().openPhones().problems();
            onDisk.restart();
            assertThat(onDisk.state().outputIndex().openPhones().problems())
                    .hasSize(1)
                    .isEqualTo(before);
        }
    }

    @Test
    void theAgentWarnsOnAnAddressOfTheNetworkUntilThereIsARule() throws Exception {
        try (RunningAgent agent = RunningAgent.listeningAt(root, "0.0.0.0")) {
            List<CycleReport> reports = new ArrayList<>();
            awaitProblem(agent, reports, CycleReport::appeared, START + "2 phones");
            defaults("provisioning: {allow: [127.0.0.0/8]}");
            awaitProblem(agent, reports, CycleReport::solved, START + "2 phones");
        }
    }

    @Test
    void theAgentDoesNotWarnOnLoopback() throws Exception {
        for (String host : List.of("127.0.0.1", "::1")) {
            try (RunningAgent agent = RunningAgent.listeningAt(root, host)) {
                List<CycleReport> reports = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    agentFixture.write("extensions.d/broken.yaml", "oops: 1");
                    awaitProblem(agent, reports, CycleReport::appeared, "extensions.d/broken.yaml");
                    agentFixture.delete("extensions.d/broken.yaml");
                    awaitProblem(agent, reports, CycleReport::solved, "extensions.d/broken.yaml");
                    reports.forEach(report ->
                            assertThat(text(report.appeared())).noneMatch(problem -> problem.startsWith(START)));
                    reports.clear();
                }
            }
        }
    }

    /** Collects reports until one has a problem. */
    private static void awaitProblem(
            RunningAgent agent, List<CycleReport> reports, Function<CycleReport, List<Problem>> which, String start) {
        BooleanSupplier found = () -> reports.stream()
                .flatMap(report -> text(which.apply(report)).stream())
                .anyMatch(problem -> problem.startsWith(start));
        RunningAgent.await(() -> {
            reports.addAll(agent.reports());
            return found.getAsBoolean();
        });
        assertThat(found.getAsBoolean()).as(start).isTrue();
    }
}
