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

    private Premises premises;

    @BeforeEach
    void open() throws IOException {
        premises = Premises.onDisk(root);
        premises.template("cfg%%mac_address%%", "%%extension_first_name%%");
        premises.extension(100);
        premises.extension(101);
        premises.settle();
        assertThat(premises.problems()).isEmpty();
        premises.close();
    }

    @AfterEach
    void close() throws IOException {
        premises.close();
    }

    @Test
    void theFirstPublicationDoesNotWaitForWhatAHandChanged() throws IOException {
        Files.writeString(root.resolve("out").resolve(FILE), "by hand\n");
        premises.restart();
        premises.extension(102);
        premises.lookAround();
        assertThat(premises.content("provisioning/cfg000413000102")).isEqualTo("F102\n");
        assertThat(premises.out(FILE)).isEqualTo("by hand\n");
        premises.settle();
        assertThat(premises.out(FILE)).isEqualTo("F100\n");
        assertThat(premises.problems()).isEmpty();
    }

    @Test
    void contentThatIsNowhereWholeIsMadeAnewThoughNothingHasChanged() throws IOException {
        damageBodies();
        Files.writeString(root.resolve("out").resolve(FILE), "");
        premises.restart();
        premises.settle();
        assertThat(premises.out(FILE)).isEqualTo("F100\n");
        assertThat(premises.content(FILE)).isEqualTo("F100\n");
        assertThat(premises.content("provisioning/cfg000413000101")).isEqualTo("F101\n");
    }

    @Test
    void contentThatIsNowhereWholeIsMadeAnewThoughPublishingFailsOnceMore() throws IOException {
        damageBodies();
        Files.delete(root.resolve("out").resolve(FILE));
        premises.restart();
        premises.lookAround();
        premises.failOnce();
        premises.settle();
        assertThat(premises.content(FILE)).isEqualTo("F100\n");
    }

    @Test
    void contentThatOthersMayFetchFromNowOnIsMadeAnewWhereItIsDamaged() throws IOException {
        damageBodies();
        premises.restart();
        premises.write(
                "extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1", "model: X", "provisioning: {allow: [10.0.0.0/8]}");
        premises.lookAround();
        assertThat(premises.content(FILE)).isEqualTo("F100\n");
        assertThat(premises.access(FILE)).isNotEmpty();
    }

    private void damageBodies() throws IOException {
        Path pack = root.resolve("out/.lineman/bodies/1.pack");
        Files.write(pack, new byte[(int) Files.size(pack)]);
    }
}
