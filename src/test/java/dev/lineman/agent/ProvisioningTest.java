package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.Credentials;
import dev.lineman.cycle.Cycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From {@code provisioning} in the inputs to the access that travels with what is published. */
class ProvisioningTest {
    private static final String PHONE = "provisioning/cfg" + Premises.mac(100);

    @TempDir
    Path root;

    private Premises premises;

    @BeforeEach
    void open() throws IOException {
        premises = Premises.onDisk(root);
        premises.template("cfg%%mac_address%%", "%%extension_first_name%%");
    }

    @AfterEach
    void close() throws IOException {
        premises.close();
    }

    private void defaults(String provisioning) throws IOException {
        premises.write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1", "model: X", "provisioning: " + provisioning);
    }

    @Test
    void aFileThatAsksNothingHasNoRule() throws IOException {
        premises.extension(100);
        premises.look();
        assertThat(premises.access(PHONE)).isEmpty();
    }

    @Test
    void aRuleIsPutTogetherFromAllLayersKeyByKey() throws IOException {
        defaults("{user: phones, password: s3cret, allow: [10.0.0.0/8], user_agent: true}");
        premises.write(
                "extensions.d/berlin/_defaults.yaml", "provisioning: {allow: [192.168.7.0/24, \"2001:db8::/32\"]}");
        premises.extension("extensions.d/berlin/100.yaml", 100, "provisioning: {user_agent: false, fetches: 3}");
        premises.extension("extensions.d/101.yaml", 101, "provisioning: {user: \"\", until: 2026-12-01T13:00+01:00}");
        premises.look();
        Credentials phones = Credentials.of("phones", "s3cret");
        String user = "u=cGhvbmVz." + phones.md5() + '.' + phones.sha256();
        assertThat(premises.access(PHONE)).isEqualTo(user + " n=192.168.7.0/24,2001:db8:0:0:0:0:0:0/32 f=3");
        assertThat(premises.access("provisioning/cfg" + Premises.mac(101))).isEqualTo("n=10.0.0.0/8 a e=1796126400");
        assertThat(premises.problems()).isEmpty();
    }

    @Test
    void modelsHaveRulesOfTheirOwn() throws IOException {
        premises.write(
                "extensions.d/_defaults.yaml",
                "pbx_ip: h",
                "model: X",
                "models: {\"X*\": {provisioning: {allow: [10.0.0.1]}}}");
        premises.extension(100);
        premises.look();
        assertThat(premises.access(PHONE)).isEqualTo("n=10.0.0.1/32");
    }

    @Test
    void aChangedRuleIsPublishedWithoutRenderingOrTouchingTheFile() throws IOException {
        premises.extension(100);
        premises.look();
        Object file = premises.identity(PHONE);
        defaults("{allow: [10.0.0.0/8]}");
        Cycle.Step step = premises.look();
        assertThat(premises.access(PHONE)).isEqualTo("n=10.0.0.0/8");
        assertThat(step.counters().rendered()).isZero();
        assertThat(step.counters().written()).isZero();
        assertThat(step.counters().bytes()).isZero();
        assertThat(premises.identity(PHONE)).isEqualTo(file);
        assertThat(Cycles.changesNothing(premises.look().plan())).isTrue();
        defaults("{}");
        premises.look();
        assertThat(premises.access(PHONE)).isEmpty();
    }

    @Test
    void aRuleIsThereFromTheFirstMomentAfterARestart() throws IOException {
        defaults("{allow: [10.0.0.0/8]}");
        premises.extension(100);
        premises.look();
        premises.restart();
        assertThat(premises.access(PHONE)).isEqualTo("n=10.0.0.0/8");
        assertThat(Cycles.changesNothing(premises.lookAround().plan())).isTrue();
        assertThat(premises.access(PHONE)).isEqualTo("n=10.0.0.0/8");
    }

    @Test
    void aPhoneWhoseFileCannotBeReadAfterARestartKeepsItsRule() throws IOException {
        defaults("{allow: [10.0.0.0/8]}");
        premises.extension(100);
        premises.look();
        premises.append("extensions.d/100.yaml", "oops: [");
        premises.restart();
        premises.lookAround();
        assertThat(premises.access(PHONE)).isEqualTo("n=10.0.0.0/8");
    }

    @Test
    void whatIsNoPhonesKeepsItsRuleWhenTheDefaultsCannotBeReadAfterARestart() throws IOException {
        for (String broken : new String[] {"a: [", null}) {
            premises.write("templates/static/ring.wav", "la");
            defaults("{allow: [10.0.0.0/8]}");
            premises.settle();
            assertThat(premises.access("provisioning/ring.wav")).isEqualTo("n=10.0.0.0/8");
            if (broken == null) {
                premises.move("extensions.d", "elsewhere");
            } else {
                premises.write("extensions.d/_defaults.yaml", broken);
            }
            premises.restart();
            premises.settle();
            assertThat(premises.access("provisioning/ring.wav")).isEqualTo("n=10.0.0.0/8");
            if (broken == null) {
                premises.move("elsewhere", "extensions.d");
            }
            defaults("{allow: [192.168.0.0/16]}");
            premises.settle();
            assertThat(premises.access("provisioning/ring.wav")).isEqualTo("n=192.168.0.0/16");
        }
    }

    @Test
    void aRuleThatCannotBeToldLetsNobodyNewIn() throws IOException {
        defaults("{user: phones, password: !secret gone, allow: [10.0.0.0/8]}");
        premises.write("templates/static/ring.wav", "la");
        premises.extension(100);
        premises.look();
        assertThat(premises.access(PHONE)).isNull();
        assertThat(premises.access("provisioning/ring.wav")).isNull();
        assertThat(premises.problems())
                .anyMatch(problem -> problem.startsWith(
                        "extensions.d/_defaults.yaml:3:40: error: !secret gone is not in secrets.yaml"));
        premises.write("secrets.yaml", "gone: s3cret");
        premises.look();
        assertThat(premises.access(PHONE)).startsWith("u=");
        assertThat(premises.access("provisioning/ring.wav")).startsWith("u=");
        String rule = premises.access(PHONE);
        premises.write("secrets.yaml", "gone: other");
        premises.look();
        assertThat(premises.access(PHONE)).startsWith("u=").isNotEqualTo(rule);
        String last = premises.access(PHONE);
        premises.write("secrets.yaml", "another: other");
        premises.look();
        assertThat(premises.access(PHONE)).isEqualTo(last);
    }

    @Test
    void aPhoneWithABrokenTemplateIsClosedAllTheSame() throws IOException {
        premises.extension(100);
        premises.look();
        premises.template("cfg%%mac_address%%", "%%nothing_of_that_name%%");
        defaults("{allow: [10.0.0.0/8]}");
        premises.look();
        assertThat(premises.out(PHONE)).isEqualTo("F100\n");
        assertThat(premises.access(PHONE)).isEqualTo("n=10.0.0.0/8");
        premises.delete("templates/phones/x.xml");
        defaults("{allow: [10.0.0.0/9]}");
        premises.look();
        assertThat(premises.access(PHONE)).isEqualTo("n=10.0.0.0/9");
    }

    @Test
    void whatIsNoPhonesFollowsTheTopOfTheFleet() throws IOException {
        premises.write("templates/static/fw/a.bin", "firmware");
        premises.write(
                "templates/site/book.xml",
                "<doc><header><type>site-template</type><name>B</name></header><data><device>",
                "<deviceconfig filename=\"book.xml\" serve=\"true\"><![CDATA[x]]></deviceconfig>",
                "<deviceconfig filename=\"own.txt\"><![CDATA[x]]></deviceconfig></device></data></doc>");
        premises.extension(100);
        premises.look();
        premises.look();
        assertThat(premises.access("provisioning/fw/a.bin")).isEmpty();
        defaults(
                "{allow: [10.0.0.0/8], user_agent: true, fetches: 2, until: 2026-12-01T12:00Z, token: 0123456789abcdef}");
        Cycle.Step step = premises.look();
        assertThat(step.counters().rendered()).isZero();
        assertThat(premises.access("provisioning/fw/a.bin")).isEqualTo("n=10.0.0.0/8 t=*");
        assertThat(premises.access("provisioning/book.xml")).isEqualTo("n=10.0.0.0/8 t=*");
        assertThat(premises.access("site/own.txt")).isEmpty();
        premises.restart();
        premises.lookAround();
        premises.look();
        assertThat(premises.access("provisioning/fw/a.bin")).isEqualTo("n=10.0.0.0/8 t=*");
        assertThat(premises.access("provisioning/book.xml")).isEqualTo("n=10.0.0.0/8 t=*");
    }

    @Test
    void aNewPhoneWaitsForDefaultsThatNobodyCanReadSinceTheStart() throws IOException {
        defaults("{allow: [10.0.0.0/8]}");
        premises.extension(100);
        premises.look();
        String added = "provisioning/cfg" + Premises.mac(101);
        premises.write("extensions.d/_defaults.yaml", "<<<<<<< HEAD");
        premises.extension(101, "pbx_ip: 10.0.0.1");
        premises.restart();
        premises.lookAround();
        assertThat(premises.access(PHONE)).isEqualTo("n=10.0.0.0/8");
        assertThat(premises.out(added)).isNull();
        assertThat(premises.state().findings().of(Premises.mac(101)).toString())
                .contains("extensions.d/101.yaml", "when extensions.d/_defaults.yaml can be read");
        premises.look();
        assertThat(premises.out(added)).isNull();

        defaults("{allow: [10.0.0.0/9]}");
        premises.look();
        assertThat(premises.access(PHONE)).isEqualTo("n=10.0.0.0/9");
        assertThat(premises.access(added)).isEqualTo("n=10.0.0.0/9");
        assertThat(premises.state().problems()).isEmpty();
    }

    @Test
    void aRuleOfCertificatesIsThatOfAllFilesBelowAFolderAndOfTheFleetsStaticFiles() throws IOException {
        premises.write("templates/static/ring.wav", "la");
        defaults("{certificate: true, allow: [10.0.0.0/8]}");
        premises.extension(100);
        premises.extension(101, "provisioning: {certificate: false}");
        premises.look();
        assertThat(premises.access(PHONE)).isEqualTo("n=10.0.0.0/8 c");
        assertThat(premises.access("provisioning/cfg" + Premises.mac(101))).isEqualTo("n=10.0.0.0/8");
        assertThat(premises.access("provisioning/ring.wav")).isEqualTo("n=10.0.0.0/8 c");
        defaults("{}");
        premises.look();
        assertThat(premises.access(PHONE)).isEmpty();
        assertThat(premises.access("provisioning/ring.wav")).isEmpty();
        assertThat(premises.problems()).isEmpty();
    }

    @Test
    void aFileThatPhonesShareIsOpenToWhoeverAnyOfThemLetsIn() throws IOException {
        premises.template("shared.cfg", "the same");
        premises.extension(100, "provisioning: {allow: [10.0.0.0/8], fetches: 1}");
        premises.extension(101, "provisioning: {user_agent: true}");
        premises.look();
        String mac = Premises.mac(100);
        String other = Premises.mac(101);
        assertThat(premises.access("provisioning/shared.cfg").lines())
                .containsExactlyInAnyOrder("n=10.0.0.0/8 m=" + mac, "a m=" + other);
        premises.extension(102);
        premises.look();
        assertThat(premises.access("provisioning/shared.cfg")).isEqualTo("m=*");
        premises.delete("extensions.d/102.yaml");
        premises.delete("extensions.d/101.yaml");
        premises.look();
        assertThat(premises.access("provisioning/shared.cfg")).isEqualTo("n=10.0.0.0/8 f=1 m=" + mac);
    }

    @Test
    void neitherPasswordNorTokenLiesInTheState() throws IOException {
        defaults("{user: phones, password: Un-Guessable-1, token: Un-Guessable-Token-2}");
        premises.extension(100);
        premises.look();
        assertThat(premises.access(PHONE)).contains("u=", "t=");
        premises.close();
        try (Stream<Path> files = Files.walk(root.resolve("out"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("Un-Guessable");
            }
        }
        premises.restart();
    }
}
