package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.report.CycleCounters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start without changes writes nothing. A start after changes in {@code out/} repairs them. */
class IdleTest {
    @TempDir
    Path root;

    @BeforeEach
    void renderOnce() throws IOException {
        try (AgentFixture agentFixture = AgentFixture.onDisk(root)) {
            agentFixture.template("cfg%%mac_address%%", "%%extension_first_name%%");
            agentFixture.extension(100);
            agentFixture.extension(101);
            agentFixture.write("templates/static/fw/a.bin", "firmware");
            agentFixture.runFullScan();
            agentFixture.runFullScan();
            assertThat(agentFixture.problems()).isEmpty();
        }
    }

    @Test
    void renderingAgainWritesNoFile() throws IOException {
        Map<String, Object> before = files();
        for (int run = 0; run < 2; run++) {
            try (AgentFixture agentFixture = AgentFixture.onDisk(root)) {
                CycleCounters start = agentFixture.runFullScan().counters();
                assertThat(start.rendered()).isZero();
                assertThat(start.written()).isZero();
                assertThat(start.bytes()).isZero();
                CycleCounters idle = agentFixture.runFullScan().counters();
                assertThat(idle.resolved()).isZero();
                agentFixture.advance(AgentFixture.SETTLE);
                agentFixture.runCycle();
            }
            assertThat(files()).isEqualTo(before);
        }
    }

    @Test
    void changesInOutAreRepaired() throws IOException {
        Path out = root.resolve("out");
        Path provisioning = out.resolve("provisioning");
        Files.writeString(provisioning.resolve("cfg" + AgentFixture.mac(100)), "by hand");
        Files.delete(provisioning.resolve("cfg" + AgentFixture.mac(101)));
        Files.writeString(provisioning.resolve(".lineman-1a.tmp"), "half");
        Files.writeString(provisioning.resolve("stranger"), "mine");
        try (AgentFixture agentFixture = AgentFixture.onDisk(root)) {
            assertThat(agentFixture.runFullScan().counters().rendered()).isZero();
            CycleCounters repairs = agentFixture.runFullScan().counters();
            assertThat(repairs.written()).isEqualTo(2);
            assertThat(repairs.rendered()).isZero();
            assertThat(agentFixture.mirrored("provisioning/cfg" + AgentFixture.mac(100)))
                    .isEqualTo("F100\n");
            assertThat(agentFixture.mirrored("provisioning/cfg" + AgentFixture.mac(101)))
                    .isEqualTo("F101\n");
            assertThat(agentFixture.mirrored("provisioning/.lineman-1a.tmp")).isNull();
            assertThat(agentFixture.mirrored("provisioning/stranger")).isEqualTo("mine");
        }
    }

    @Test
    void aLostJournalChangesNoFile() throws IOException {
        Map<String, Object> before = files();
        Files.writeString(root.resolve("out/.lineman/journal"), "who knows what");
        Files.writeString(root.resolve("out/provisioning/stranger"), "mine");
        try (AgentFixture agentFixture = AgentFixture.onDisk(root)) {
            agentFixture.runFullScan();
            agentFixture.advance(AgentFixture.SETTLE);
            agentFixture.runCycle();
            assertThat(agentFixture.problems())
                    .anyMatch(problem -> problem.startsWith("out/.lineman/journal:"))
                    .anyMatch(problem -> problem.startsWith("out/provisioning/stranger:"));
            assertThat(agentFixture.mirrored("provisioning/stranger")).isEqualTo("mine");
        }
        assertThat(files()).containsAllEntriesOf(mirror(before));
    }

    private static Map<String, Object> mirror(Map<String, Object> files) {
        Map<String, Object> mirror = new TreeMap<>(files);
        mirror.keySet().removeIf(path -> path.startsWith(".lineman"));
        return mirror;
    }

    /** Returns inode, time and size of every file below {@code out/}. */
    private Map<String, Object> files() throws IOException {
        Map<String, Object> files = new TreeMap<>();
        Path out = root.resolve("out");
        try (Stream<Path> all = Files.walk(out)) {
            for (Path file : all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                files.put(
                        out.relativize(file).toString(),
                        List.of(
                                Files.getAttribute(file, "unix:ino"),
                                Files.getLastModifiedTime(file),
                                Files.size(file)));
            }
        }
        return files;
    }
}
