package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.build.Cycle;
import dev.lineman.build.InputReader;
import dev.lineman.build.OutputStore;
import dev.lineman.build.State;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.PendingRemovals;
import dev.lineman.e2e.Deadline;
import dev.lineman.fs.record.RecordFile;
import dev.lineman.fs.record.RecordFormat;
import dev.lineman.input.InputPaths;
import dev.lineman.input.SymlinkPolicy;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.render.Renderer;
import dev.lineman.workspace.CannotStartException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's start and stop, and failures during both. */
class AgentTest {
    @TempDir
    Path root;

    @Test
    void aCycleCanBeCancelledAnywhereAndTheNextOneDoesItsWork() throws IOException {
        fleet(20);
        MemoryStore store = new MemoryStore();
        State start = State.of(OutputIndex.empty());
        int given = 0;
        for (int asked = 0; ; asked++) {
            AtomicInteger left = new AtomicInteger(asked);
            Cycle cycle = cycle(store, left);
            try {
                cycle.run(start, Cycles.EVERYTHING);
                break;
            } catch (CancellationException e) {
                given++;
                assertThat(store.files()).isEmpty();
            }
        }
        assertThat(given).isGreaterThan(40);
        assertThat(store.files()).hasSize(20);
    }

    @Test
    void theAgentStopsDuringItsFirstCycle() throws Exception {
        fleet(2_000);
        try (RunningAgent agent = new RunningAgent(root)) {
            RunningAgent.await(() -> Files.exists(root.resolve("out/.lineman/lock")));
            agent.stop();
            RunningAgent.await(() -> !agent.isRunning());
            assertThat(agent.isRunning()).isFalse();
        }
        try (RunningAgent agent = new RunningAgent(root)) {
            RunningAgent.await(() -> ready(agent));
            assertThat(agent.fetch("/provisioning/cfg" + AgentFixture.mac(100)))
                    .isEqualTo("F100\n".getBytes(StandardCharsets.UTF_8));
            assertThat(agent.fetch("/provisioning/cfg" + AgentFixture.mac(2_099)))
                    .isNotNull();
        }
    }

    @Test
    void aSecondAgentOnTheSameRootCannotStart() throws Exception {
        fleet(1);
        try (RunningAgent agent = new RunningAgent(root)) {
            RunningAgent.await(() -> ready(agent));
            RunningAgent second = new RunningAgent(root);
            RunningAgent.await(() -> !second.isRunning());
            assertThatThrownBy(second::close).isInstanceOf(CannotStartException.class);
            assertThat(agent.fetch("/provisioning/cfg" + AgentFixture.mac(100))).isNotNull();
        }
    }

    @Test
    @SuppressWarnings("try") // opened to let the reading go on
    void aStopDoesNotWaitForABlockedFolder() throws Exception {
        fleet(1);
        Path file = root.resolve("out/.lineman/start");
        Files.createDirectories(file.getParent());
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        try (RunningAgent agent = new RunningAgent(root)) {
            RunningAgent.await(AgentTest::isReadingTheCountOfStarts);
            Thread stop = new Thread(agent::stop);
            stop.start();
            stop.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(stop.isAlive()).isFalse();
            // Reading the pipe blocks until a process opens it for writing.
            try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
                RunningAgent.await(() -> !agent.isRunning());
            }
        }
    }

    private static boolean isReadingTheCountOfStarts() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .anyMatch(frame -> frame.getClassName().equals(RecordFile.class.getName()));
    }

    @Test
    void aStopDuringTheHashingOfALargeFileIsNotCountedAsACrash() throws Exception {
        fleet(1);
        Path large = Files.createDirectories(root.resolve("templates/static")).resolve("a.rom");
        try (RandomAccessFile open = new RandomAccessFile(large.toFile(), "rw")) {
            // A sparse file whose hashing takes minutes.
            open.seek(1L << 40);
            open.writeBytes("end");
        }
        // The file is old, so that no cycle waits for it to settle.
        Files.setLastModifiedTime(large, FileTime.from(Instant.EPOCH));
        Path file = root.resolve("out/.lineman/start");
        Files.createDirectories(file.getParent());
        CrashLoopGuardTest.write(file, 1, new RecordFormat(6, 1));
        try (RunningAgent agent = new RunningAgent(root)) {
            Deadline.await(
                    Duration.ofSeconds(20),
                    () -> assertThat(CrashLoopGuardTest.count(file)).isZero());
            assertThat(ready(agent)).isFalse();
        }
        assertThat(file).doesNotExist();
    }

    private static boolean ready(RunningAgent agent) {
        try {
            return agent.isReady();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void fleet(int extensions) throws IOException {
        try (AgentFixture agentFixture = AgentFixture.inMemory(root)) {
            agentFixture.template("cfg%%mac_address%%", "%%extension_first_name%%");
            for (int i = 0; i < extensions; i++) {
                agentFixture.extension(100 + i);
            }
        }
    }

    /** Makes a cycle that is cancelled after this number of checks for cancellation. */
    private Cycle cycle(OutputStore store, AtomicInteger left) {
        InputPaths inputs = new InputPaths(root, FolderNames.KINDS, List.of(), SymlinkPolicy.protecting());
        SnapshotScanner source = new SnapshotScanner(
                inputs, new InputReader("secrets.yaml", () -> left.getAndDecrement() <= 0), InstantSource.system());
        return new Cycle(
                source::scan,
                new Cycle.RenderSetup(new Renderer(), Map.of()),
                store,
                PendingRemovals.RemovalRule.unguarded(Duration.ZERO),
                new Cycle.Timing(InstantSource.system(), System::nanoTime, () -> left.getAndDecrement() <= 0));
    }
}
