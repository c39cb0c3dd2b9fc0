package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.TokenDigest;
import dev.lineman.access.UserCredentials;
import dev.lineman.build.Cycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From {@code provisioning} in the inputs to the access rules of published files. */
class ProvisioningTest {
    private static final String PHONE = "provisioning/cfg" + AgentFixture.mac(100);

    @TempDir
    Path root;

    private AgentFixture agentFixture;

    @BeforeEach
    void open() throws IOException {
        agentFixture = AgentFixture.onDisk(root);
        agentFixture.template("cfg%%mac_address%%", "%%extension_first_name%%");
    }

    @AfterEach
    void close() throws IOException {
        agentFixture.close();
    }

    private void defaults(String provisioning) throws IOException {
        agentFixture.write(
                "extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1", "model: X", "provisioning: " + provisioning);
    }

    @Test
    void aFileWithoutProvisioningHasNoRule() throws IOException {
        agentFixture.extension(100);
        agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).isEmpty();
    }

    @Test
    void aRuleMergesAllLayersKeyByKey() throws IOException {
        defaults("{user: phones, password: s3cret, allow: [10.0.0.0/8], user_agent: true}");
        agentFixture.write(
                "extensions.d/berlin/_defaults.yaml", "provisioning: {allow: [192.168.7.0/24, \"2001:db8::/32\"]}");
        agentFixture.extension("extensions.d/berlin/100.yaml", 100, "provisioning: {user_agent: false, fetches: 3}");
        agentFixture.extension(
                "extensions.d/101.yaml", 101, "provisioning: {user: \"\", until: 2026-12-01T13:00+01:00}");
        agentFixture.runCycle();
        UserCredentials phones = UserCredentials.of("phones", "s3cret");
        String user = "u=cGhvbmVz." + phones.md5() + '.' + phones.sha256();
        assertThat(agentFixture.access(PHONE)).isEqualTo(user + " n=192.168.7.0/24,2001:db8::/32 f=3");
        assertThat(agentFixture.access("provisioning/cfg" + AgentFixture.mac(101)))
                .isEqualTo("n=10.0.0.0/8 a e=1796126400");
        assertThat(agentFixture.problems()).isEmpty();
    }

    @Test
    void modelsCanHaveTheirOwnRules() throws IOException {
        agentFixture.write(
                "extensions.d/_defaults.yaml",
                "pbx_ip: h",
                "model: X",
                "models: {\"X*\": {provisioning: {allow: [10.0.0.1]}}}");
        agentFixture.extension(100);
        agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).isEqualTo("n=10.0.0.1/32");
    }

    @Test
    void aChangedRuleIsPublishedWithoutRendering() throws IOException {
        agentFixture.extension(100);
        agentFixture.runCycle();
        Object file = agentFixture.identity(PHONE);
        defaults("{allow: [10.0.0.0/8]}");
        Cycle.CycleRun step = agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).isEqualTo("n=10.0.0.0/8");
        assertThat(step.counters().rendered()).isZero();
        assertThat(step.counters().written()).isZero();
        assertThat(step.counters().bytes()).isZero();
        assertThat(agentFixture.identity(PHONE)).isEqualTo(file);
        assertThat(Cycles.changesNothing(agentFixture.runCycle().plan())).isTrue();
        defaults("{}");
        agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).isEmpty();
    }

    @Test
    void aRuleAppliesFromTheStart() throws IOException {
        defaults("{allow: [10.0.0.0/8]}");
        agentFixture.extension(100);
        agentFixture.runCycle();
        agentFixture.restart();
        assertThat(agentFixture.access(PHONE)).isEqualTo("n=10.0.0.0/8");
        assertThat(Cycles.changesNothing(agentFixture.runFullScan().plan())).isTrue();
        assertThat(agentFixture.access(PHONE)).isEqualTo("n=10.0.0.0/8");
    }

    @Test
    void aPhoneWithAnUnreadableFileAfterARestartKeepsItsRule() throws IOException {
        defaults("{allow: [10.0.0.0/8]}");
        agentFixture.extension(100);
        agentFixture.runCycle();
        agentFixture.append("extensions.d/100.yaml", "oops: [");
        agentFixture.restart();
        agentFixture.runFullScan();
        assertThat(agentFixture.access(PHONE)).isEqualTo("n=10.0.0.0/8");
    }

    @Test
    void staticFilesKeepTheirRuleWhenDefaultsAreUnreadableAfterARestart() throws IOException {
        for (String broken : new String[] {"a: [", null}) {
            agentFixture.write("templates/static/ring.wav", "la");
            defaults("{allow: [10.0.0.0/8]}");
            agentFixture.runUntilIdle();
            assertThat(agentFixture.access("provisioning/ring.wav")).isEqualTo("n=10.0.0.0/8");
            if (broken == null) {
                agentFixture.move("extensions.d", "elsewhere");
            } else {
                agentFixture.write("extensions.d/_defaults.yaml", broken);
            }
            agentFixture.restart();
            agentFixture.runUntilIdle();
            assertThat(agentFixture.access("provisioning/ring.wav")).isEqualTo("n=10.0.0.0/8");
            if (broken == null) {
                agentFixture.move("elsewhere", "extensions.d");
            }
            defaults("{allow: [192.168.0.0/16]}");
            agentFixture.runUntilIdle();
            assertThat(agentFixture.access("provisioning/ring.wav")).isEqualTo("n=192.168.0.0/16");
        }
    }

    @Test
    void anUnknownRuleAllowsNoNewClient() throws IOException {
        defaults("{user: phones, password: !secret gone, allow: [10.0.0.0/8]}");
        agentFixture.write("templates/static/ring.wav", "la");
        agentFixture.extension(100);
        agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).isNull();
        assertThat(agentFixture.access("provisioning/ring.wav")).isNull();
        assertThat(agentFixture.problems())
                .anyMatch(problem -> problem.startsWith(
                        "extensions.d/_defaults.yaml:3:40: error: !secret gone is not in secrets.yaml"));
        agentFixture.write("secrets.yaml", "gone: s3cret");
        agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).startsWith("u=");
        assertThat(agentFixture.access("provisioning/ring.wav")).startsWith("u=");
        String rule = agentFixture.access(PHONE);
        agentFixture.write("secrets.yaml", "gone: other");
        agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).startsWith("u=").isNotEqualTo(rule);
        String last = agentFixture.access(PHONE);
        agentFixture.write("secrets.yaml", "another: other");
        agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).isEqualTo(last);
    }

    @Test
    void aRuleAppliesToAPhoneWithABrokenTemplate() throws IOException {
        agentFixture.extension(100);
        agentFixture.runCycle();
        agentFixture.template("cfg%%mac_address%%", "%%nothing_of_that_name%%");
        defaults("{allow: [10.0.0.0/8]}");
        agentFixture.runCycle();
        assertThat(agentFixture.mirrored(PHONE)).isEqualTo("F100\n");
        assertThat(agentFixture.access(PHONE)).isEqualTo("n=10.0.0.0/8");
        agentFixture.delete("templates/phones/x.xml");
        defaults("{allow: [10.0.0.0/9]}");
        agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).isEqualTo("n=10.0.0.0/9");
    }

    @Test
    void staticFilesFollowTheTopDefaultsAndFilesOfASiteItsPhones() throws IOException {
        agentFixture.write("templates/static/fw/a.bin", "firmware");
        agentFixture.write(
                "templates/site/book.xml",
                "<doc><header><type>site-template</type><name>B</name></header><data><device>",
                "<deviceconfig filename=\"book.xml\" serve=\"true\"><![CDATA[x]]></deviceconfig>",
                "<deviceconfig filename=\"own.txt\"><![CDATA[x]]></deviceconfig></device></data></doc>");
        agentFixture.extension(100);
        agentFixture.runCycle();
        agentFixture.runCycle();
        assertThat(agentFixture.access("provisioning/fw/a.bin")).isEmpty();
        defaults(
                "{allow: [10.0.0.0/8], user_agent: true, fetches: 2, until: 2026-12-01T12:00Z, token: 0123456789abcdef}");
        Cycle.CycleRun step = agentFixture.runCycle();
        assertThat(step.counters().rendered()).isZero();
        assertThat(agentFixture.access("provisioning/fw/a.bin")).isEqualTo("n=10.0.0.0/8 t=*");
        assertThat(agentFixture.access("provisioning/book.xml"))
                .isEqualTo(
                        "n=10.0.0.0/8 a t=" + TokenDigest.of("0123456789abcdef").text() + " e=1796126400 s=");
        assertThat(agentFixture.access("site/own.txt")).isEmpty();
        agentFixture.restart();
        agentFixture.runFullScan();
        agentFixture.runCycle();
        assertThat(agentFixture.access("provisioning/fw/a.bin")).isEqualTo("n=10.0.0.0/8 t=*");
        assertThat(agentFixture.access("provisioning/book.xml"))
                .isEqualTo(
                        "n=10.0.0.0/8 a t=" + TokenDigest.of("0123456789abcdef").text() + " e=1796126400 s=");
    }

    @Test
    void aNewPhoneWaitsForDefaultsThatAreUnreadableSinceTheStart() throws IOException {
        defaults("{allow: [10.0.0.0/8]}");
        agentFixture.extension(100);
        agentFixture.runCycle();
        String added = "provisioning/cfg" + AgentFixture.mac(101);
        agentFixture.write("extensions.d/_defaults.yaml", "<<<<<<< HEAD");
        agentFixture.extension(101, "pbx_ip: 10.0.0.1");
        agentFixture.restart();
        agentFixture.runFullScan();
        assertThat(agentFixture.access(PHONE)).isEqualTo("n=10.0.0.0/8");
        assertThat(agentFixture.mirrored(added)).isNull();
        assertThat(agentFixture.state().problemIndex().of(AgentFixture.mac(101)).toString())
                .contains("extensions.d/101.yaml", "until Lineman can read extensions.d/_defaults.yaml");
        agentFixture.runCycle();
        assertThat(agentFixture.mirrored(added)).isNull();

        defaults("{allow: [10.0.0.0/9]}");
        agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).isEqualTo("n=10.0.0.0/9");
        assertThat(agentFixture.access(added)).isEqualTo("n=10.0.0.0/9");
        assertThat(agentFixture.state().problems()).isEmpty();
    }

    @Test
    void aPhoneThatNeverHadFilesWaitsForDefaultsThatWereNeverReadable() throws IOException {
        String file = "extensions.d/berlin/100.yaml";
        agentFixture.write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1");
        agentFixture.extension(file, 100, "");
        agentFixture.runCycle();
        assertThat(agentFixture.problems()).isNotEmpty();
        agentFixture.write("extensions.d/berlin/_defaults.yaml", "provisioning: {allow: [10.0.0.0/8]", "oops");
        agentFixture.runCycle();
        agentFixture.write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1", "model: X");
        agentFixture.runCycle();
        assertThat(agentFixture.mirrored(PHONE)).isNull();
        assertThat(agentFixture.state().problemIndex().of(AgentFixture.mac(100)).toString())
                .contains(file, "until Lineman can read extensions.d/berlin/_defaults.yaml");

        agentFixture.write("extensions.d/berlin/_defaults.yaml", "provisioning: {allow: [10.0.0.0/8]}");
        agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).isEqualTo("n=10.0.0.0/8");
        assertThat(agentFixture.state().problems()).isEmpty();
    }

    @Test
    void aCertificateRuleAppliesToAFolderAndToStaticFiles() throws IOException {
        agentFixture.write("templates/static/ring.wav", "la");
        defaults("{certificate: true, allow: [10.0.0.0/8]}");
        agentFixture.extension(100);
        agentFixture.extension(101, "provisioning: {certificate: false}");
        agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).isEqualTo("n=10.0.0.0/8 c");
        assertThat(agentFixture.access("provisioning/cfg" + AgentFixture.mac(101)))
                .isEqualTo("n=10.0.0.0/8");
        assertThat(agentFixture.access("provisioning/ring.wav")).isEqualTo("n=10.0.0.0/8 c");
        defaults("{}");
        agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).isEmpty();
        assertThat(agentFixture.access("provisioning/ring.wav")).isEmpty();
        assertThat(agentFixture.problems()).isEmpty();
    }

    @Test
    void aSharedFileIsOpenToTheClientsOfEachPhone() throws IOException {
        agentFixture.template("shared.cfg", "the same");
        agentFixture.extension(100, "provisioning: {allow: [10.0.0.0/8], fetches: 1}");
        agentFixture.extension(101, "provisioning: {user_agent: true}");
        agentFixture.runCycle();
        String mac = AgentFixture.mac(100);
        String other = AgentFixture.mac(101);
        assertThat(agentFixture.access("provisioning/shared.cfg").lines())
                .containsExactlyInAnyOrder("n=10.0.0.0/8 m=" + mac, "a m=" + other);
        agentFixture.extension(102);
        agentFixture.runCycle();
        assertThat(agentFixture.access("provisioning/shared.cfg")).isEqualTo("m=*");
        agentFixture.delete("extensions.d/102.yaml");
        agentFixture.delete("extensions.d/101.yaml");
        agentFixture.runCycle();
        assertThat(agentFixture.access("provisioning/shared.cfg")).isEqualTo("n=10.0.0.0/8 f=1 m=" + mac);
    }

    @Test
    void theStateContainsNoPasswordAndNoToken() throws IOException {
        defaults("{user: phones, password: Un-Guessable-1, token: Un-Guessable-Token-2}");
        agentFixture.extension(100);
        agentFixture.runCycle();
        assertThat(agentFixture.access(PHONE)).contains("u=", "t=");
        agentFixture.close();
        try (Stream<Path> files = Files.walk(root.resolve("out"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("Un-Guessable");
            }
        }
        agentFixture.restart();
    }
}
