package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Static files that are larger than Lineman keeps in memory. */
class LargeStaticFilesTest {
    private static final long LENGTH = (33 << 20) + 1;

    @TempDir
    Path root;

    private AgentFixture agentFixture;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(root.resolve("templates/static/fw"));
        agentFixture = AgentFixture.onDisk(root);
        agentFixture.template("cfg%%mac_address%%", "%%extension_first_name%%");
        agentFixture.extension(100);
    }

    @AfterEach
    void close() throws IOException {
        agentFixture.close();
    }

    private void firmware(String name, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(
                root.resolve("templates/static/fw").resolve(name).toFile(), "rw")) {
            file.setLength(length);
            file.seek(length - name.length());
            file.writeBytes(name);
        }
    }

    @Test
    void aStaticFileHasNoSizeLimit() throws IOException {
        firmware("a.bin", LENGTH);
        agentFixture.runUntilIdle();
        assertThat(agentFixture.problems()).isEmpty();
        assertThat(agentFixture.length("provisioning/fw/a.bin")).isEqualTo(LENGTH);
        assertThat(Files.mismatch(root.resolve("templates/static/fw/a.bin"), root.resolve("out/provisioning/fw/a.bin")))
                .isEqualTo(-1);
    }
}
