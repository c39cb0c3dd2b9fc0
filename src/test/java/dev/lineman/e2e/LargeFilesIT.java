package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Firmware that is larger than the heap, beside a fleet of the size that the heap is made for. */
@SystemTest
class LargeFilesIT {
    /** A length that does not fit into an {@code int}. */
    private static final long LENGTH = (2L << 30) + (1 << 20);
    /** The quick compiler has no fast SHA-256, so hashing takes long with the flags of the program. */
    private static final Duration HASHED = Duration.ofMinutes(6);

    private static final int PHONES = 10_000;
    private static final String LAST = "the last bytes";
    private static final String URL = "/provisioning/fw/t58.rom";

    @TempDir
    Path folder;

    /** Starts the agent with the flags that the program chooses for this fleet. */
    private static RunningProcess start(FixtureRoot root) throws Exception {
        return RunningProcess.start(
                root.path(), Map.of("LINEMAN_BIND", "127.0.0.1"), List.of(Jar.PROGRAM.toString(), "run"));
    }

    @Test
    void aFileOfTwoGigabytesIsServedBesideTenThousandPhones() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder);
        StringBuilder fleet = new StringBuilder();
        for (int number = 1000; number < 1000 + PHONES; number++) {
            fleet.append("---\n").append(FixtureRoot.extension(number, "P" + number));
        }
        root.write("extensions.d/fleet.yaml", fleet.toString());
        Path firmware = root.resolve("templates/static/fw/t58.rom");
        Files.createDirectories(firmware.getParent());
        try (RandomAccessFile file = new RandomAccessFile(firmware.toFile(), "rw")) {
            file.setLength(LENGTH);
            file.seek(LENGTH - LAST.length());
            file.writeBytes(LAST);
        }
        Path published = root.resolve("out/provisioning/fw/t58.rom");
        try (RunningProcess agent = start(root)) {
            Deadline.await(
                    HASHED,
                    () -> assertThat(agent.get("cfg" + FixtureRoot.mac(1000))).contains("P1000"));
            root.write("extensions.d/100.yaml", FixtureRoot.extension(100, "Jane"));
            Deadline.await(
                    HASHED,
                    () -> assertThat(agent.get("cfg" + FixtureRoot.mac(100))).contains("Jane"));
            // The edit did not wait for the firmware.
            assertThat(published).doesNotExist();
            Deadline.await(HASHED, () -> assertThat(published).exists());
            assertServed(agent);
            assertThat(Files.getAttribute(published, "unix:nlink")).isEqualTo(2);
            assertThat(agent.err()).isEmpty();
        }
        try (RunningProcess agent = start(root)) {
            // No reader has caused a hash of the body so far.
            assertServed(agent);
            assertThat(agent.out()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    private static void assertServed(RunningProcess agent) throws Exception {
        assertThat(agent.request("HEAD", URL).headers().firstValue("Content-Length"))
                .hasValue(Long.toString(LENGTH));
        var part = agent.request("GET", URL, "Range", "bytes=-" + LAST.length());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(LAST);
        assertThat(part.headers().firstValue("Content-Range"))
                .hasValue("bytes " + (LENGTH - LAST.length()) + '-' + (LENGTH - 1) + '/' + LENGTH);
    }
}
