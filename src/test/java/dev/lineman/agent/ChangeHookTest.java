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

/** The command after a publication ({@code --exec}), run by a real shell. */
class ChangeHookTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Whether out/ does not have all published files yet. */
    private volatile boolean delayed;

    @TempDir
    Path root;

    private final AtomicInteger changes = new AtomicInteger();

    @Test
    void theCommandGetsTheChangedFiles() throws Exception {
        try (ChangeHook changeHook = of("cat > told; echo run >> runs", LONG)) {
            changeHook.published(List.of());
            changeHook.published(List.of("provisioning/a", "site/b"));
            Deadline.await(() -> assertThat(lines("runs")).hasSize(1));
            assertThat(lines("told")).containsExactly("out/provisioning/a", "out/site/b");
            changeHook.published(List.of("provisioning/c"));
            Deadline.await(() -> assertThat(lines("runs")).hasSize(2));
            assertThat(lines("told")).containsExactly("out/provisioning/c");
            assertThat(changeHook.problems()).isEmpty();
            assertThat(changes).hasValue(0);
        }
    }

    @Test
    void theCommandWaitsUntilTheFilesAreWritten() throws Exception {
        try (ChangeHook changeHook = of("cat >> told; echo run >> runs", LONG)) {
            changeHook.published(List.of("provisioning/a"));
            Deadline.await(() -> assertThat(lines("runs")).hasSize(1));
            delayed = true;
            changeHook.published(List.of("provisioning/b"));
            changeHook.published(List.of());
            changeHook.published(List.of("provisioning/c"));
            // Another hook has the time to run its command.
            try (ChangeHook other = new ChangeHook("echo run > other", root, LONG, () -> false, () -> {})) {
                other.published(List.of("provisioning/d"));
                Deadline.await(() -> assertThat(lines("other")).hasSize(1));
            }
            assertThat(lines("runs")).hasSize(1);
            delayed = false;
            changeHook.published(List.of());
            Deadline.await(() -> assertThat(lines("runs")).hasSize(2));
            assertThat(lines("told")).containsExactly("out/provisioning/a", "out/provisioning/b", "out/provisioning/c");
        }
    }

    @Test
    void aFailedCommandRunsAgainWithAllChangesSince() throws Exception {
        try (ChangeHook changeHook = of("cat > told; test -e ready", LONG)) {
            changeHook.published(List.of("provisioning/a"));
            Deadline.await(() -> assertThat(changeHook.problems()).hasSize(1));
            assertThat(changeHook.problems().get(0).toString()).contains("--exec", "exit code 1");
            changeHook.published(List.of("provisioning/b"));
            Files.createFile(root.resolve("ready"));
            Deadline.await(() -> assertThat(changeHook.problems()).isEmpty());
            assertThat(lines("told")).contains("out/provisioning/a", "out/provisioning/b");
            Deadline.await(() -> assertThat(changes).hasValue(2));
        }
    }

    @Test
    void aCommandThatExceedsTheLimitIsKilledWithItsChildren() throws Exception {
        try (ChangeHook changeHook = of("sleep 1000 & echo $! > child; wait", Duration.ofMillis(300))) {
            changeHook.published(List.of("provisioning/a"));
            Deadline.await(() -> assertThat(changeHook.problems()).hasSize(1));
            assertThat(changeHook.problems().get(0).message()).contains("takes longer");
            // On a busy machine, the first run may end before it writes the file. The next run follows.
            Deadline.await(() -> assertThat(lines("child")).isNotEmpty());
            long child = Long.parseLong(lines("child").get(0));
            Deadline.await(() -> assertThat(
                            ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false))
                    .isFalse());
        }
    }

    @Test
    void aCommandMayIgnoreItsInput() throws Exception {
        List<String> many = IntStream.range(0, 20_000)
                .mapToObj(i -> "provisioning/file" + i)
                .toList();
        try (ChangeHook changeHook = of("echo run >> runs", LONG)) {
            changeHook.published(many);
            Deadline.await(() -> assertThat(lines("runs")).hasSize(1));
            changeHook.published(many);
            Deadline.await(() -> assertThat(lines("runs")).hasSize(2));
            assertThat(changeHook.problems()).isEmpty();
        }
    }

    @Test
    void anExceptionAtTheStartOfTheCommandIsAProblem() throws Exception {
        // A folder inside an archive: no process can start there.
        Path archive = root.resolve("a.zip");
        try (FileSystem inArchive = FileSystems.newFileSystem(archive, Map.of("create", "true"));
                ChangeHook changeHook =
                        new ChangeHook("true", inArchive.getPath("/"), LONG, () -> false, changes::incrementAndGet)) {
            changeHook.published(List.of("provisioning/a"));
            Deadline.await(() -> assertThat(changeHook.problems()).hasSize(1));
            assertThat(changeHook.problems().get(0).toString()).contains("--exec", "UnsupportedOperationException");
        }
    }

    private ChangeHook of(String command, Duration limit) {
        return new ChangeHook(command, root, limit, () -> delayed, changes::incrementAndGet);
    }

    private List<String> lines(String file) throws IOException {
        Path path = root.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }
}
