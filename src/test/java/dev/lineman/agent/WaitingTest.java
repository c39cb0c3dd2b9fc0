package dev.lineman.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the running agent reports while it waits. It never waits longer than a minute for a lock. */
class WaitingTest {
    private static final String FILE = "/provisioning/000413000101.cfg";

    @TempDir
    Path root;

    private final AtomicLong ahead = new AtomicLong();

    @BeforeEach
    void fleet() throws IOException {
        write("templates/phones/t.xml", TestRoot.template("T", "%%mac_address%%.cfg", "%%extension_last_name%%"));
        extension("One");
    }

    @Test
    void aGitLockFromTheFutureDelaysForOneMinuteAndIsReported() throws Exception {
        try (RunningAgent agent = started()) {
            await(agent::isReady);
            assertThat(agent.operator("/healthz").body()).isEqualTo("ok\n");
            assertThat(agent.operator("/readyz").body()).isEqualTo("ready\n");
            assertThat(agent.operator("/api/status").body()).contains("\"waiting\":[]");
            lock(".git", Duration.ofDays(2));
            extension("Two");
            String line = "waiting for Git to remove .git/index.lock since 20";
            await(() -> agent.operator("/healthz").body().startsWith("ok\n" + line));
            assertThat(agent.operator("/readyz").body()).startsWith("ready\n" + line);
            assertThat(agent.operator("/api/status").body())
                    .contains("\"waiting\":[{\"reason\":\"git_lock\",\"what\":\".git/index.lock\",\"since\":\"20");
            assertThat(agent.operator("/").body())
                    .contains("Waiting for Git to remove <code>.git/index.lock</code> since <time");
            HttpResponse<String> rescan = agent.post("/api/rescan");
            assertThat(rescan.statusCode()).isEqualTo(202);
            assertThat(rescan.body()).startsWith("the next cycle scans all inputs\n" + line);
            assertThat(agent.fetch(FILE)).asString().isEqualTo("One\n");
            ahead.addAndGet(Duration.ofSeconds(61).toNanos());
            await(() -> new String(agent.fetch(FILE), UTF_8).equals("Two\n"));
            assertThat(agent.operator("/healthz").body()).isEqualTo("ok\n");
            await(() -> agent.operator("/api/problems")
                    .body()
                    .contains("this lock of Git is older than 60 s, and Lineman no longer waits for it"));
            assertThat(agent.post("/api/rescan").body()).isEqualTo("the next cycle scans all inputs\n");
        }
    }

    @Test
    void aGitLockAtTheStartKeepsTheAgentUnready() throws Exception {
        Path lock = lock("extensions.d/.git", Duration.ofHours(1));
        try (RunningAgent agent = started()) {
            await(() -> readyz(agent).contains("waiting for Git to remove extensions.d/.git/index.lock since 20"));
            assertThat(agent.operator("/readyz").statusCode()).isEqualTo(503);
            assertThat(agent.operator("/readyz").body()).startsWith("the inputs have not been published yet\n");
            Files.delete(lock);
            await(agent::isReady);
            assertThat(agent.fetch(FILE)).asString().isEqualTo("One\n");
        }
    }

    @Test
    void withAPasswordTheHealthPageShowsOnlyTheReasonForWaiting() throws Exception {
        lock("extensions.d/.git", Duration.ofHours(1));
        try (RunningAgent agent = new RunningAgent(root, "s3cret")) {
            await(() -> readyz(agent).contains("\ngit_lock since 20"));
            assertThat(agent.operator("/healthz").body())
                    .contains("git_lock since 20")
                    .doesNotContain("extensions.d");
        }
    }

    @Test
    void theAgentIsReadyAfterTheProblemsOfSiteFilesAreKnown() throws Exception {
        write(
                "templates/site/slow.xml",
                TestRoot.template(
                        "site-template",
                        "S",
                        "filename=\"s.cfg\" syntax=\"velocity\"",
                        "#foreach($i in [1..100000])#set($x = $i)#end$nothing.there"));
        try (RunningAgent agent = started()) {
            await(agent::isReady);
            assertThat(agent.operator("/api/problems").body()).contains("templates/site/slow.xml");
        }
    }

    private static String readyz(RunningAgent agent) {
        try {
            return agent.operator("/readyz").body();
        } catch (IOException | InterruptedException e) {
            return "";
        }
    }

    private RunningAgent started() throws IOException {
        return new RunningAgent(root, null, () -> System.nanoTime() + ahead.get());
    }

    private Path lock(String git, Duration ahead) throws IOException {
        Path lock = Files.createFile(Files.createDirectories(root.resolve(git)).resolve("index.lock"));
        return Files.setLastModifiedTime(lock, FileTime.from(Instant.now().plus(ahead)));
    }

    private void extension(String name) throws IOException {
        write(
                "extensions.d/101.yaml",
                "extension: 101\nfirst_name: F\nlast_name: " + name
                        + "\nauth_id: 101\nauth_password: s3cret\npbx_ip: 10.0.0.1\n"
                        + "phone: {mac: 000413000101, model: T}\n");
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Path whole = Files.writeString(file.resolveSibling(".whole"), content);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void await(Callable<Boolean> condition) {
        RunningAgent.await(() -> {
            try {
                return condition.call();
            } catch (Exception e) {
                return false;
            }
        });
        assertThat(condition).satisfies(last -> assertThat(last.call()).isTrue());
    }
}
