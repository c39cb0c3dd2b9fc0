package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that do not fit into the heap end the agent twice. Then it serves without them. */
class OutOfMemoryIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final List<String> SMALL = List.of("-Xmx28m", "-Xss512k");
    private static final List<String> ENDING = List.of("-Xmx28m", "-Xss512k", "-XX:+ExitOnOutOfMemoryError");
    private static final List<String> LARGE = List.of("-Xmx400m");
    private static final String MANY = "extensions.d/many.yaml";
    private static final int COMMENTS = 2_600_000;
    private static final String PHONE = "cfg" + FixtureRoot.mac(100);

    @TempDir
    Path folder;

    private FixtureRoot small() throws Exception {
        FixtureRoot root = new FixtureRoot(folder);
        root.write("extensions.d/100.yaml", FixtureRoot.extension(100, "Ada"));
        root.write("templates/phones/t.xml", """
                <doc><header><type>phone-template</type><name>Snom 320</name></header>
                <data><device><deviceconfig filename="cfg%%mac_address%%">name: %%extension_first_name%%
                </deviceconfig></device></data></doc>
                """);
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            assertThat(agent.get(PHONE)).startsWith("name: Ada");
        }
        return root;
    }

    /**
     * One file that is larger than the heap, so that no garbage collection makes enough space for it. It is old, so
     * that the agent does not wait for it to settle.
     */
    private static void grow(FixtureRoot root) throws IOException {
        root.write(MANY, "- {extension: 200, first_name: N}\n" + "# a comment\n".repeat(COMMENTS));
        Files.setLastModifiedTime(root.resolve(MANY), FileTime.from(Instant.EPOCH));
        root.write("extensions.d/100.yaml", FixtureRoot.extension(100, "Eve"));
    }

    private static void assertEndsForLackOfMemory(FixtureRoot root, List<String> flags, String said) throws Exception {
        try (RunningProcess agent = RunningProcess.startListening(root, flags)) {
            assertThat(agent.exitCode(LONG)).isEqualTo(3);
            assertThat(agent.out()).anyMatch(line -> line.contains(said));
            assertThat(agent.err()).noneMatch(line -> line.contains("\tat "));
        }
    }

    private static FixtureRoot tooLarge(FixtureRoot root) throws Exception {
        grow(root);
        assertEndsForLackOfMemory(root, SMALL, "too little memory");
        assertEndsForLackOfMemory(root, ENDING, "java.lang.OutOfMemoryError");
        return root;
    }

    @Test
    void afterTwoCrashesTheAgentServesWithoutItsInputsUntilTheyChange() throws Exception {
        FixtureRoot root = tooLarge(small());
        try (RunningProcess agent = RunningProcess.startListening(root, ENDING)) {
            Deadline.await(() -> assertThat(agent.adminRequest("api/problems").body())
                    .contains("is too small", "Start Lineman with a larger heap"));
            assertThat(agent.get(PHONE)).startsWith("name: Ada");
            assertThat(agent.adminRequest("readyz").statusCode()).isEqualTo(503);
            assertThat(agent.adminRequest("readyz").body()).contains("waiting for a larger heap or other inputs");
            assertThat(agent.adminRequest("").body()).contains("is too small");
            Deadline.await(() -> assertThat(agent.err())
                    .anyMatch(line -> line.startsWith("-Xmx:1:1: error: the last starts ended")));
            Deadline.await(() -> assertThat(agent.out()).anyMatch(line -> line.contains("the inputs are held back")));
            assertThat(agent.terminate().exitCode(LONG)).isZero();
        }
        // An orderly stop does not change that, since the inputs are the same.
        try (RunningProcess agent = RunningProcess.startListening(root, ENDING)) {
            Deadline.await(() -> assertThat(agent.adminRequest("readyz").body()).contains("larger heap"));
            Files.delete(root.resolve(MANY));
            Deadline.await(() -> assertThat(agent.get(PHONE)).startsWith("name: Eve"));
            Deadline.await(
                    () -> assertThat(agent.adminRequest("readyz").statusCode()).isEqualTo(200));
            assertThat(agent.adminRequest("api/problems").body()).doesNotContain("is too small");
        }
    }

    @Test
    void aLargerHeapAppliesTheInputs() throws Exception {
        FixtureRoot root = tooLarge(small());
        try (RunningProcess agent = RunningProcess.startListening(root, LARGE)) {
            Deadline.await(() -> assertThat(agent.get(PHONE)).startsWith("name: Eve"));
            Deadline.await(
                    () -> assertThat(agent.adminRequest("readyz").statusCode()).isEqualTo(200));
            assertThat(agent.terminate().exitCode(LONG)).isZero();
        }
        assertThat(Files.exists(root.resolve("out/.lineman/start"))).isFalse();
    }

    @Test
    void anAgentThatIsKilledStillAppliesItsInputs() throws Exception {
        FixtureRoot root = small();
        for (int start = 0; start < 3; start++) {
            try (RunningProcess agent = RunningProcess.startReady(root)) {
                assertThat(agent.get(PHONE)).startsWith("name: Ada");
                agent.kill();
            }
        }
    }
}
