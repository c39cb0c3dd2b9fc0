package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.e2e.Deadline;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command after a publication, run by a real shell. */
class FollowUpTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path root;

    private final AtomicInteger changes = new AtomicInteger();

    @Test
    void theCommandIsToldWhichFilesChanged() throws Exception {
        try (FollowUp followUp = of("cat > told; echo run >> runs", LONG)) {
            followUp.published(List.of());
            followUp.published(List.of("provisioning/a", "site/b"));
            Deadline.await(() -> assertThat(lines("runs")).hasSize(1));
            assertThat(lines("told")).containsExactly("out/provisioning/a", "out/site/b");
            followUp.published(List.of("provisioning/c"));
            Deadline.await(() -> assertThat(lines("runs")).hasSize(2));
            assertThat(lines("told")).containsExactly("out/provisioning/c");
            assertThat(followUp.problems()).isEmpty();
            assertThat(changes).hasValue(0);
        }
    }

    @Test
    void aCommandThatFailsIsTriedAgainAndToldOfEverythingSince() throws Exception {
        try (FollowUp followUp = of("cat > told; test -e ready", LONG)) {
            followUp.published(List.of("provisioning/a"));
            Deadline.await(() -> assertThat(followUp.problems()).hasSize(1));
            assertThat(followUp.problems().get(0).toString()).contains("--exec", "exit code 1");
            followUp.published(List.of("provisioning/b"));
            Files.createFile(root.resolve("ready"));
            Deadline.await(() -> assertThat(followUp.problems()).isEmpty());
            assertThat(lines("told")).contains("out/provisioning/a", "out/provisioning/b");
            assertThat(changes).hasValue(2);
        }
    }

    @Test
    void aCommandThatTakesTooLongIsEndedWithAllThatItStarted() throws Exception {
        try (FollowUp followUp = of("sleep 1000 & echo $! > child; wait", Duration.ofMillis(300))) {
            followUp.published(List.of("provisioning/a"));
            Deadline.await(() -> assertThat(followUp.problems()).hasSize(1));
            assertThat(followUp.problems().get(0).message()).contains("takes longer");
            long child = Long.parseLong(lines("child").get(0));
            Deadline.await(() -> assertThat(
                            ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false))
                    .isFalse());
        }
    }

    @Test
    void aCommandNeedNotReadWhatItIsTold() throws Exception {
        List<String> many = IntStream.range(0, 20_000)
                .mapToObj(i -> "provisioning/file" + i)
                .toList();
        try (FollowUp followUp = of("echo run >> runs", LONG)) {
            followUp.published(many);
            Deadline.await(() -> assertThat(lines("runs")).hasSize(1));
            followUp.published(many);
            Deadline.await(() -> assertThat(lines("runs")).hasSize(2));
            assertThat(followUp.problems()).isEmpty();
        }
    }

    @Test
    void aFaultWhileTheCommandIsStartedIsAProblemToo() throws Exception {
        // The folder of no process.
        Path archive = root.resolve("a.zip");
        try (FileSystem inArchive = FileSystems.newFileSystem(archive, Map.of("create", "true"));
                FollowUp followUp = new FollowUp("true", inArchive.getPath("/"), LONG, changes::incrementAndGet)) {
            followUp.published(List.of("provisioning/a"));
            Deadline.await(() -> assertThat(followUp.problems()).hasSize(1));
            assertThat(followUp.problems().get(0).toString()).contains("--exec", "UnsupportedOperationException");
        }
    }

    private FollowUp of(String command, Duration limit) {
        return new FollowUp(command, root, limit, changes::incrementAndGet);
    }

    private List<String> lines(String file) throws IOException {
        Path path = root.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }
}
