package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damage in {@code out/} from a power loss or an edit is repaired after the first publication, which does not
 * wait for it.
 */
class RepairTest {
    private static final String FILE = "provisioning/cfg000413000100";

    @TempDir
    Path root;

    private AgentFixture agentFixture;

    @BeforeEach
    void open() throws IOException {
        agentFixture = AgentFixture.onDisk(root);
        agentFixture.template("cfg%%mac_address%%", "%%extension_first_name%%");
        agentFixture.extension(100);
        agentFixture.extension(101);
        agentFixture.runUntilIdle();
        assertThat(agentFixture.problems()).isEmpty();
        agentFixture.close();
    }

    @AfterEach
    void close() throws IOException {
        agentFixture.close();
    }

    @Test
    void theFirstPublicationDoesNotWaitForRepairs() throws IOException {
        Files.writeString(root.resolve("out").resolve(FILE), "by hand\n");
        agentFixture.restart();
        agentFixture.extension(102);
        agentFixture.runFullScan();
        assertThat(agentFixture.content("provisioning/cfg000413000102")).isEqualTo("F102\n");
        assertThat(agentFixture.mirrored(FILE)).isEqualTo("by hand\n");
        agentFixture.runUntilIdle();
        assertThat(agentFixture.mirrored(FILE)).isEqualTo("F100\n");
        assertThat(agentFixture.problems()).isEmpty();
    }

    @Test
    void aDamagedBodyIsRenderedAgainWithoutAnEdit() throws IOException {
        damageBodies();
        Files.writeString(root.resolve("out").resolve(FILE), "");
        agentFixture.restart();
        agentFixture.runUntilIdle();
        assertThat(agentFixture.mirrored(FILE)).isEqualTo("F100\n");
        assertThat(agentFixture.content(FILE)).isEqualTo("F100\n");
        assertThat(agentFixture.content("provisioning/cfg000413000101")).isEqualTo("F101\n");
    }

    @Test
    void aDamagedBodyIsRenderedAgainAfterAFailedPublication() throws IOException {
        damageBodies();
        Files.delete(root.resolve("out").resolve(FILE));
        agentFixture.restart();
        agentFixture.runFullScan();
        agentFixture.failOnce();
        agentFixture.runUntilIdle();
        assertThat(agentFixture.content(FILE)).isEqualTo("F100\n");
    }

    @Test
    void aDamagedBodyWithANewRuleIsRenderedAgain() throws IOException {
        damageBodies();
        agentFixture.restart();
        agentFixture.write(
                "extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1", "model: X", "provisioning: {allow: [10.0.0.0/8]}");
        agentFixture.runFullScan();
        assertThat(agentFixture.content(FILE)).isEqualTo("F100\n");
        assertThat(agentFixture.access(FILE)).isNotEmpty();
    }

    private void damageBodies() throws IOException {
        Path pack = root.resolve("out/.lineman/bodies/1.pack");
        Files.write(pack, new byte[(int) Files.size(pack)]);
    }
}
