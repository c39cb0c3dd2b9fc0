package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power loss or a hand left in {@code out/} is put right after the first publication, which does not wait for it. */
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
        agentFixture.settle();
        assertThat(agentFixture.problems()).isEmpty();
        agentFixture.close();
    }

    @AfterEach
    void close() throws IOException {
        agentFixture.close();
    }

    @Test
    void theFirstPublicationDoesNotWaitForWhatAHandChanged() throws IOException {
        Files.writeString(root.resolve("out").resolve(FILE), "by hand\n");
        agentFixture.restart();
        agentFixture.extension(102);
        agentFixture.lookAround();
        assertThat(agentFixture.content("provisioning/cfg000413000102")).isEqualTo("F102\n");
        assertThat(agentFixture.out(FILE)).isEqualTo("by hand\n");
        agentFixture.settle();
        assertThat(agentFixture.out(FILE)).isEqualTo("F100\n");
        assertThat(agentFixture.problems()).isEmpty();
    }

    @Test
    void contentThatIsNowhereWholeIsMadeAnewThoughNothingHasChanged() throws IOException {
        damageBodies();
        Files.writeString(root.resolve("out").resolve(FILE), "");
        agentFixture.restart();
        agentFixture.settle();
        assertThat(agentFixture.out(FILE)).isEqualTo("F100\n");
        assertThat(agentFixture.content(FILE)).isEqualTo("F100\n");
        assertThat(agentFixture.content("provisioning/cfg000413000101")).isEqualTo("F101\n");
    }

    @Test
    void contentThatIsNowhereWholeIsMadeAnewThoughPublishingFailsOnceMore() throws IOException {
        damageBodies();
        Files.delete(root.resolve("out").resolve(FILE));
        agentFixture.restart();
        agentFixture.lookAround();
        agentFixture.failOnce();
        agentFixture.settle();
        assertThat(agentFixture.content(FILE)).isEqualTo("F100\n");
    }

    @Test
    void contentThatOthersMayFetchFromNowOnIsMadeAnewWhereItIsDamaged() throws IOException {
        damageBodies();
        agentFixture.restart();
        agentFixture.write(
                "extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1", "model: X", "provisioning: {allow: [10.0.0.0/8]}");
        agentFixture.lookAround();
        assertThat(agentFixture.content(FILE)).isEqualTo("F100\n");
        assertThat(agentFixture.access(FILE)).isNotEmpty();
    }

    private void damageBodies() throws IOException {
        Path pack = root.resolve("out/.lineman/bodies/1.pack");
        Files.write(pack, new byte[(int) Files.size(pack)]);
    }
}
