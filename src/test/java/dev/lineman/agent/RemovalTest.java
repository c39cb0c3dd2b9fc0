package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are removed, which stay, and when. */
class RemovalTest {
    @TempDir
    Path root;

    private AgentFixture agentFixture;

    @BeforeEach
    void open() throws IOException {
        agentFixture = AgentFixture.onDisk(root);
        agentFixture.template("cfg%%mac_address%%", "%%extension_first_name%%");
        agentFixture.extension(100);
        agentFixture.extension(101);
        agentFixture.runCycle();
        assertThat(agentFixture.problems()).isEmpty();
    }

    @AfterEach
    void close() throws IOException {
        agentFixture.close();
    }

    @Test
    void aFileWithoutAClaimIsRemovedAfterTheDelay() throws IOException {
        agentFixture.delete("extensions.d/100.yaml");
        agentFixture.runCycle();
        agentFixture.advance(AgentFixture.SETTLE.minusMillis(1));
        agentFixture.runCycle();
        assertThat(agentFixture.mirrored(cfg(100))).isEqualTo("F100\n");
        agentFixture.advance(Duration.ofMillis(1));
        assertThat(agentFixture.runCycle().counters().removed()).isEqualTo(1);
        assertThat(agentFixture.mirrored(cfg(100))).isNull();
        assertThat(agentFixture.mirrored(cfg(101))).isEqualTo("F101\n");
    }

    @Test
    void aFileThatIsClaimedAgainInTimeStays() throws IOException {
        Object identity = agentFixture.identity(cfg(100));
        agentFixture.delete("extensions.d/100.yaml");
        agentFixture.runCycle();
        agentFixture.advance(Duration.ofSeconds(1));
        agentFixture.extension("extensions.d/berlin/100.yaml", 100);
        agentFixture.runCycle();
        agentFixture.advance(AgentFixture.SETTLE);
        agentFixture.runCycle();
        assertThat(agentFixture.identity(cfg(100))).isEqualTo(identity);
    }

    @Test
    void aClockThatIsSetBackDoesNotBlockRemovals() throws IOException {
        agentFixture.delete("extensions.d/100.yaml");
        agentFixture.runCycle();
        agentFixture.advance(Duration.ofDays(-1));
        agentFixture.runCycle();
        agentFixture.advance(AgentFixture.SETTLE);
        agentFixture.runCycle();
        assertThat(agentFixture.mirrored(cfg(100))).isNull();
    }

    @Test
    void removalsDuringADowntimeHappenAfterTheStartHasSettled() throws IOException {
        agentFixture.delete("extensions.d/100.yaml");
        agentFixture.restart();
        agentFixture.runFullScan();
        assertThat(agentFixture.mirrored(cfg(100))).isEqualTo("F100\n");
        agentFixture.advance(AgentFixture.SETTLE);
        agentFixture.runCycle();
        assertThat(agentFixture.mirrored(cfg(100))).isNull();
    }

    @Test
    void aPhoneWithoutItsTemplateKeepsItsFile() throws IOException {
        agentFixture.delete("templates/phones/x.xml");
        agentFixture.runCycle();
        agentFixture.advance(AgentFixture.SETTLE);
        agentFixture.runCycle();
        assertThat(agentFixture.mirrored(cfg(100))).isEqualTo("F100\n");
        assertThat(agentFixture.problems()).hasSize(1);
        assertThat(agentFixture.problems().get(0)).contains("model 'X'", AgentFixture.mac(100), AgentFixture.mac(101));
        agentFixture.restart();
        agentFixture.runFullScan();
        agentFixture.advance(AgentFixture.SETTLE);
        agentFixture.runCycle();
        assertThat(agentFixture.mirrored(cfg(100))).isEqualTo("F100\n");
    }

    @Test
    void aMissingInputFolderRemovesNothing() throws IOException {
        Files.move(root.resolve("extensions.d"), root.resolve("away"));
        agentFixture.runFullScan();
        agentFixture.advance(AgentFixture.SETTLE);
        agentFixture.runFullScan();
        assertThat(agentFixture.mirrored(cfg(100))).isEqualTo("F100\n");
        agentFixture.restart();
        agentFixture.runFullScan();
        agentFixture.advance(AgentFixture.SETTLE);
        agentFixture.runFullScan();
        assertThat(agentFixture.mirrored(cfg(100))).isEqualTo("F100\n");
        assertThat(agentFixture.problems()).anyMatch(problem -> problem.startsWith("extensions.d:"));
        Files.move(root.resolve("away"), root.resolve("extensions.d"));
        assertThat(Cycles.changesNothing(agentFixture.runFullScan().plan())).isTrue();
        assertThat(agentFixture.problems()).isEmpty();
    }

    @Test
    void differentContentForOneNameIsAnErrorUntilOneIsRemoved() throws IOException {
        agentFixture.template("shared.cfg", "same for all");
        agentFixture.runCycle();
        assertThat(agentFixture.mirrored("provisioning/shared.cfg")).isEqualTo("same for all\n");
        agentFixture.template("shared.cfg", "%%extension_first_name%%");
        agentFixture.runCycle();
        assertThat(agentFixture.problems()).hasSize(1);
        assertThat(agentFixture.problems().get(0))
                .startsWith("out/provisioning/shared.cfg")
                .contains(AgentFixture.mac(100), AgentFixture.mac(101));
        assertThat(agentFixture.mirrored("provisioning/shared.cfg")).isEqualTo("same for all\n");

        agentFixture.restart();
        agentFixture.runFullScan();
        assertThat(agentFixture.problems()).as("told again by the next process").hasSize(1);

        agentFixture.delete("extensions.d/100.yaml");
        agentFixture.runCycle();
        assertThat(agentFixture.problems()).isEmpty();
        assertThat(agentFixture.mirrored("provisioning/shared.cfg")).isEqualTo("F101\n");
    }

    @Test
    void theRemainingClaimantGetsTheNameWhenItsErrorIsCorrected() throws IOException {
        agentFixture.extension(101, "vars: {x: one}");
        agentFixture.extension(100, "vars: {x: one}");
        agentFixture.template("shared.cfg", "%%x%%");
        agentFixture.runCycle();
        agentFixture.extension(100, "vars: {x: two}");
        agentFixture.runCycle();
        assertThat(agentFixture.problems()).as("a collision").hasSize(1);
        agentFixture.extension(100);
        agentFixture.runCycle();
        agentFixture.delete("extensions.d/101.yaml");
        agentFixture.runCycle();
        assertThat(agentFixture.mirrored("provisioning/shared.cfg"))
                .as("the survivor cannot be made")
                .isEqualTo("one\n");
        agentFixture.extension(100, "vars: {x: two}");
        agentFixture.runCycle();
        assertThat(agentFixture.mirrored("provisioning/shared.cfg")).isEqualTo("two\n");
        assertThat(agentFixture.problems()).isEmpty();
    }

    @Test
    void namesThatDifferOnlyInCaseAreAnError() throws IOException {
        agentFixture.template("%%f%%.cfg", "%%f%%");
        agentFixture.extension(100, "vars: {f: ABC}");
        agentFixture.extension(101, "vars: {f: abc}");
        agentFixture.runCycle();
        assertThat(agentFixture.problems()).hasSize(1);
        assertThat(agentFixture.problems().get(0))
                .contains("only in case", AgentFixture.mac(100), AgentFixture.mac(101));
        assertThat(agentFixture.mirrored("provisioning/abc.cfg")).isNull();
        agentFixture.extension(101, "vars: {f: other}");
        agentFixture.runCycle();
        assertThat(agentFixture.problems()).isEmpty();
        assertThat(agentFixture.mirrored("provisioning/ABC.cfg")).isEqualTo("ABC\n");
        assertThat(agentFixture.mirrored("provisioning/other.cfg")).isEqualTo("other\n");
    }

    @Test
    void eachSiteHasItsOwnFolder() throws IOException {
        agentFixture.write("extensions.d/acme/_defaults.yaml", "site: acme");
        agentFixture.move("extensions.d/100.yaml", "extensions.d/acme/100.yaml");
        agentFixture.runCycle();
        agentFixture.advance(AgentFixture.SETTLE);
        agentFixture.runCycle();
        assertThat(agentFixture.mirrored("provisioning/acme/cfg" + AgentFixture.mac(100)))
                .isEqualTo("F100\n");
        assertThat(agentFixture.mirrored(cfg(100))).isNull();
    }

    @Test
    void oneContentForManyPhonesIsRenderedOnce() throws IOException {
        agentFixture.template("shared.cfg", "same for all, at %%pbx_ip%%");
        assertThat(agentFixture.runCycle().counters().rendered()).isEqualTo(1);
        assertThat(agentFixture.mirrored("provisioning/shared.cfg")).isEqualTo("same for all, at 10.0.0.1\n");
        agentFixture.delete("extensions.d/100.yaml");
        agentFixture.runCycle();
        agentFixture.advance(AgentFixture.SETTLE);
        agentFixture.runCycle();
        assertThat(agentFixture.mirrored("provisioning/shared.cfg")).isEqualTo("same for all, at 10.0.0.1\n");
    }

    private static String cfg(int number) {
        return "provisioning/cfg" + AgentFixture.mac(number);
    }
}
