package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Static files that do not fit on the disk, beside files that do. */
@SystemTest
class NoRoomIT {
    @TempDir
    Path folder;

    @Test
    void aFileThatDoesNotFitIsLeftOutAndTheOthersArePublished() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        Path out = Files.createDirectories(root.resolve("out"));
        run("mount", "-t", "tmpfs", "-o", "size=60m", "none", out.toString());
        firmware(root, "t58.rom", 70 << 20);
        firmware(root, "t40.rom", 20 << 20);
        firmware(root, "boot.rom", 500 << 10);
        try (RunningProcess agent = RunningProcess.startReady(root, "--max-wait=300ms")) {
            Deadline.await(() -> assertThat(agent.err())
                    .anyMatch(line -> line.startsWith("templates/static/fw/t58.rom:1:1: error: cannot be published: "
                                    + "it does not fit on the disk: it takes ")
                            && line.endsWith(" more; the file published before stays, and Lineman tries again")));
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);
            // The files settle one after the other.
            Deadline.await(() -> assertThat(agent.request("HEAD", "/provisioning/fw/t40.rom")
                            .headers()
                            .firstValue("Content-Length"))
                    .hasValue(Integer.toString(20 << 20)));
            Deadline.await(() -> assertThat(
                            agent.request("HEAD", "/provisioning/fw/boot.rom").statusCode())
                    .isEqualTo(200));
            assertThat(agent.request("HEAD", "/provisioning/fw/t58.rom").statusCode())
                    .isEqualTo(404);
            root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Jane"));
            Deadline.await(
                    () -> assertThat(agent.get("cfg" + FixtureRoot.mac(101))).contains("Jane Doe"));
            run("mount", "-o", "remount,size=300m", out.toString());
            Deadline.await(() -> assertThat(agent.request("HEAD", "/provisioning/fw/t58.rom")
                            .headers()
                            .firstValue("Content-Length"))
                    .hasValue(Integer.toString(70 << 20)));
            Deadline.await(() -> assertThat(root.resolve("out/provisioning/fw/t58.rom"))
                    .hasSameBinaryContentAs(root.resolve("templates/static/fw/t58.rom")));
            Deadline.await(
                    () -> assertThat(agent.adminRequest("api/problems").body()).doesNotContain("t58"));
        } finally {
            run("umount", "-l", out.toString());
        }
    }

    private static void firmware(FixtureRoot root, String name, int length) throws Exception {
        Path file = root.resolve("templates/static/fw/" + name);
        Files.createDirectories(file.getParent());
        try (RandomAccessFile firmware = new RandomAccessFile(file.toFile(), "rw")) {
            firmware.setLength(length);
            firmware.seek(length / 2);
            firmware.writeBytes(name);
        }
    }

    private void run(String... command) throws Exception {
        assertThat(Jar.run(folder, Map.of(), List.of(command)).code()).isZero();
    }
}
