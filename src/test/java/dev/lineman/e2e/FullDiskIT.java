package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A full disk, and outputs that cannot be written. Phones are still served, and the agent recovers when the cause is
 * gone.
 */
class FullDiskIT {
    @TempDir
    Path folder;

    @Test
    void theLastPublicationStaysOnAFullDiskAndTheNextOneFollowsByItself() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        Path out = Files.createDirectories(root.resolve("out"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=2m", "none", out.toString()))
                .as("a file system of its own can be mounted")
                .isZero();
        try (RunningProcess agent = RunningProcess.startReady(root, "--max-wait=300ms")) {
            Path ballast = out.resolve("ballast");
            fill(ballast);
            for (int number = 101; number < 130; number++) {
                root.write("extensions.d/" + number + ".yaml", FixtureRoot.extension(number, "J".repeat(4000)));
            }
            Deadline.await(() -> assertThat(String.join("\n", agent.err()) + String.join("\n", agent.out()))
                    .contains("No space left on device"));
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);
            Files.delete(ballast);
            Deadline.await(
                    () -> assertThat(agent.get("cfg" + FixtureRoot.mac(129))).contains("JJJJ"));
            assertThat(agent.err()).noneMatch(line -> line.contains("Exception"));
        } finally {
            run("umount", "-l", out.toString());
        }
    }

    @Test
    void aFolderInThePlaceOfAFileIsAProblemAndPhonesAreStillServed() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        Files.createDirectories(root.resolve("out/provisioning/cfg" + FixtureRoot.mac(101) + "/inside"));
        try (RunningProcess agent = RunningProcess.startReady(root, "--max-wait=300ms")) {
            root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Jane"));
            Deadline.await(
                    () -> assertThat(agent.get("cfg" + FixtureRoot.mac(101))).contains("Jane Doe"));
            Deadline.await(() -> assertThat(agent.err()).hasSize(1));
            assertThat(agent.err().get(0)).startsWith("out/provisioning/cfg" + FixtureRoot.mac(101));
            Files.delete(root.resolve("out/provisioning/cfg" + FixtureRoot.mac(101) + "/inside"));
            Files.delete(root.resolve("out/provisioning/cfg" + FixtureRoot.mac(101)));
            root.write("extensions.d/102.yaml", FixtureRoot.extension(102, "Jim"));
            Deadline.await(() -> assertThat(root.provisioning()).hasSize(3));
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] piece = new byte[4096];
        try (var stream = Files.newOutputStream(file)) {
            while (true) {
                stream.write(piece);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private int run(String... command) throws IOException, InterruptedException {
        try {
            return Jar.run(folder, Map.of(), List.of(command)).code();
        } catch (IOException e) {
            return -1;
        }
    }
}
