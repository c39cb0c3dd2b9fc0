package dev.lineman.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that write files in place and pause in the middle, under the running agent. */
class SlowWriterTest {
    private static final int PHONES = 15;

    @TempDir
    Path root;

    private final AtomicLong ahead = new AtomicLong();
    private final AtomicReference<Duration> timeOfDay = new AtomicReference<>(Duration.ZERO);

    @BeforeEach
    void fleet() throws IOException {
        write("templates/phones/t.xml", TestRoot.template("T", "%%mac_address%%.cfg", "%%extension_last_name%%"));
        write("extensions.d/all.yaml", list(PHONES));
        Files.createDirectories(root.resolve("templates/static"));
    }

    @Test
    void aFirmwareThatIsUploadedInPiecesIsPublishedOnce() throws Exception {
        Path file = root.resolve("templates/static/fw.bin");
        try (RunningAgent agent = started()) {
            try (OutputStream upload = Files.newOutputStream(file)) {
                for (int piece = 0; piece < 4; piece++) {
                    upload.write(new byte[100_000]);
                    String waiting = "{\"reason\":\"file_being_written\",\"what\":\"templates/static/fw.bin\"";
                    await(() -> agent.operator("/api/status").body().contains(waiting));
                    advance(Duration.ofMillis(1500));
                }
                assertThat(agent.fetch("/provisioning/fw.bin")).isNull();
                assertThat(agent.operator("/api/problems").body()).contains("\"total\":0");
            }
            advance(Duration.ofSeconds(2));
            await(() -> agent.fetch("/provisioning/fw.bin") != null);
            assertThat(agent.fetch("/provisioning/fw.bin")).hasSize(400_000);
            // A file is served before the report of its cycle.
            Set<String> published = new TreeSet<>();
            await(() -> published.addAll(published(agent)) || !published.isEmpty());
            assertThat(published).containsExactly("provisioning/fw.bin");
            await(() -> agent.operator("/api/status").body().contains("\"waiting\":[]"));
        }
    }

    @Test
    void aPausedUploadOfAListRemovesNoPhone() throws Exception {
        Path file = root.resolve("extensions.d/all.yaml");
        String whole = list(PHONES);
        try (RunningAgent agent = started()) {
            published(agent);
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(
                        whole.substring(0, whole.indexOf("extension: 105") - 2).getBytes(UTF_8));
                await(() -> agent.operator("/healthz")
                        .body()
                        .contains("waiting for the missing end of extensions.d/all.yaml since 20"));
                advance(Duration.ofSeconds(9));
                out.write(whole.substring(whole.indexOf("extension: 105") - 2).getBytes(UTF_8));
            }
            await(() -> agent.operator("/healthz").body().equals("ok\n"));
            assertThat(published(agent)).isEmpty();
            assertThat(agent.fetch(file(14))).isNotNull();
        }
    }

    @Test
    void aListThatIsShortenedInPlaceRemovesPhonesAfterItHasSettled() throws Exception {
        try (RunningAgent agent = started()) {
            Files.writeString(root.resolve("extensions.d/all.yaml"), list(PHONES - 1));
            await(() -> agent.operator("/api/status").body().contains("\"reason\":\"file_cut_short\""));
            assertThat(agent.fetch(file(PHONES - 1))).isNotNull();
            advance(Duration.ofSeconds(10));
            await(() -> agent.fetch(file(PHONES - 1)) == null);
            assertThat(agent.fetch(file(PHONES - 2))).isNotNull();
        }
    }

    @Test
    void aFileThatIsReplacedByRenameIsPublishedAtOnce() throws Exception {
        write("templates/static/fw.bin", "one");
        try (RunningAgent agent = started()) {
            advance(Duration.ofSeconds(2));
            await(() -> new String(agent.fetch("/provisioning/fw.bin"), UTF_8).equals("one"));
            published(agent);
            write("extensions.d/all.yaml", list(PHONES - 1));
            await(() -> agent.fetch(file(PHONES - 1)) == null);
            await(() -> agent.operator("/api/status").body().contains("\"waiting\":[]"));
        }
    }

    @Test
    void aStartDuringAnUploadKeepsThePublishedFile() throws Exception {
        Path file = root.resolve("templates/static/fw.bin");
        write("templates/static/fw.bin", "the first firmware");
        try (RunningAgent agent = started()) {
            advance(Duration.ofSeconds(2));
            await(() -> agent.fetch("/provisioning/fw.bin") != null);
        }
        try (OutputStream upload = Files.newOutputStream(file)) {
            upload.write("the sec".getBytes(UTF_8));
            try (RunningAgent agent = started()) {
                assertThat(agent.operator("/api/status").body()).contains("\"what\":\"templates/static/fw.bin\"");
                assertThat(agent.fetch("/provisioning/fw.bin")).asString(UTF_8).isEqualTo("the first firmware");
                upload.write("ond firmware".getBytes(UTF_8));
                await(() -> agent.operator("/api/status").body().contains("\"waiting\":[{"));
                assertThat(agent.fetch("/provisioning/fw.bin")).asString(UTF_8).isEqualTo("the first firmware");
                advance(Duration.ofSeconds(2));
                await(() -> new String(agent.fetch("/provisioning/fw.bin"), UTF_8).equals("the second firmware"));
            }
        }
    }

    @Test
    void aStartDuringTheWritingOfAListRemovesNoPhone() throws Exception {
        String whole = list(PHONES);
        int half = whole.indexOf("- extension: 105");
        try (RunningAgent agent = started()) {
            assertThat(agent.fetch(file(PHONES - 1))).isNotNull();
        }
        try (OutputStream out = Files.newOutputStream(root.resolve("extensions.d/all.yaml"))) {
            out.write(whole.substring(0, half).replace("L", "Edited").getBytes(UTF_8));
            write("extensions.d/new.yaml", list(PHONES + 1).substring(whole.length()));
            try (RunningAgent agent = started()) {
                assertThat(agent.fetch(file(0)))
                        .as("no edit waits")
                        .asString(UTF_8)
                        .contains("Edited");
                assertThat(agent.fetch(file(PHONES))).as("no new phone waits").isNotNull();
                assertThat(agent.operator("/api/status").body()).contains("\"reason\":\"removals\"");
                advanceForRemovals(Duration.ofSeconds(5));
                write("extensions.d/new.yaml", list(PHONES + 2).substring(whole.length()));
                await(() -> agent.fetch(file(PHONES + 1)) != null);
                assertThat(agent.fetch(file(PHONES - 1))).isNotNull();
                out.write(whole.substring(half).getBytes(UTF_8));
                await(() -> agent.operator("/api/status").body().contains("\"waiting\":[]"));
                advanceForRemovals(Duration.ofMinutes(1));
                write("extensions.d/new.yaml", list(PHONES + 1).substring(whole.length()));
                await(() -> agent.fetch(file(PHONES + 1)) == null);
                assertThat(agent.fetch(file(PHONES - 1))).isNotNull();
            }
        }
    }

    @Test
    void aStartWithAListThatEndsInALineRemovesNoPhone() throws Exception {
        String whole = list(PHONES);
        int half = whole.indexOf("- extension: 105");
        try (RunningAgent agent = started()) {
            assertThat(agent.fetch(file(PHONES - 1))).isNotNull();
        }
        try (OutputStream out = Files.newOutputStream(root.resolve("extensions.d/all.yaml"))) {
            out.write((whole.substring(0, half) + "- {extension: ").getBytes(UTF_8));
            try (RunningAgent agent = started()) {
                assertThat(agent.operator("/api/problems").body()).contains("all.yaml");
                out.write("999}\n".getBytes(UTF_8));
                await(() -> agent.operator("/api/status").body().contains("\"reason\":\"removals\""));
                advanceForRemovals(Duration.ofSeconds(5));
                write("extensions.d/new.yaml", list(PHONES + 1).substring(whole.length()));
                await(() -> agent.fetch(file(PHONES)) != null);
                assertThat(agent.fetch(file(PHONES - 1))).isNotNull();
                advanceForRemovals(Duration.ofSeconds(5));
                await(() -> agent.fetch(file(PHONES - 1)) == null);
            }
        }
    }

    @Test
    void aPhoneRemovedDuringADowntimeIsRemovedAfterTheStartHasSettled() throws Exception {
        try (RunningAgent agent = started()) {
            assertThat(agent.fetch(file(PHONES - 1))).isNotNull();
        }
        write("extensions.d/all.yaml", list(PHONES - 1));
        try (RunningAgent agent = started()) {
            advanceForRemovals(Duration.ofSeconds(5));
            write(
                    "extensions.d/new.yaml",
                    list(PHONES + 1).substring(list(PHONES).length()));
            await(() -> agent.fetch(file(PHONES)) != null);
            assertThat(agent.fetch(file(PHONES - 1))).isNotNull();
            advanceForRemovals(Duration.ofSeconds(5));
            await(() -> agent.fetch(file(PHONES - 1)) == null);
            assertThat(agent.fetch(file(PHONES - 2))).isNotNull();
            write("extensions.d/all.yaml", list(PHONES - 2));
            await(() -> agent.fetch(file(PHONES - 2)) == null);
        }
    }

    /** Returns the paths that were published or removed since the last call. */
    private static Set<String> published(RunningAgent agent) {
        TreeSet<String> paths = new TreeSet<>();
        agent.reports().forEach(report -> {
            paths.addAll(report.changed());
            paths.addAll(report.removed());
        });
        return paths;
    }

    private RunningAgent started() throws IOException {
        RunningAgent agent = new RunningAgent(
                root, null, () -> Instant.now().plus(timeOfDay.get()), () -> System.nanoTime() + ahead.get());
        await(agent::isReady);
        await(() -> agent.fetch(file(0)) != null);
        published(agent);
        return agent;
    }

    private void advance(Duration duration) {
        ahead.addAndGet(duration.toNanos());
    }

    private void advanceForRemovals(Duration duration) {
        timeOfDay.updateAndGet(duration::plus);
    }

    private static String list(int phones) {
        return IntStream.range(0, phones)
                .mapToObj(phone -> "- extension: " + (101 + phone) + "\n  first_name: F\n  last_name: L\n  auth_id: a\n"
                        + "  auth_password: s3cret\n  pbx_ip: 10.0.0.1\n  phone: {mac: '" + mac(phone)
                        + "', model: T}\n")
                .collect(Collectors.joining());
    }

    private static String mac(int phone) {
        return "000413" + (100000 + phone);
    }

    private static String file(int phone) {
        return "/provisioning/" + mac(phone) + ".cfg";
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Path whole = Files.writeString(file.resolveSibling(".whole"), content);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void await(Callable<Boolean> condition) {
        RunningAgent.await(() -> isTrue(condition));
        assertThat(isTrue(condition)).isTrue();
    }

    private static boolean isTrue(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            return false;
        }
    }
}
