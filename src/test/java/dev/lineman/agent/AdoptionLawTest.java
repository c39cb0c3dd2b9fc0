package dev.lineman.agent;

import static dev.lineman.agent.AdoptionClient.button;
import static dev.lineman.agent.AdoptionClient.lines;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.command.adopt.AdoptCommands;
import dev.lineman.command.adopt.AdoptionRequest;
import dev.lineman.fs.FileMode;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile texts in the form of an adoption: a problem, or one file inside extensions.d with these texts. */
class AdoptionLawTest {
    private static final List<String> PIECES = List.of(
            "Kim",
            " ",
            "'",
            "\"",
            "\\",
            "#",
            ": ",
            "- ",
            "!secret x",
            "!!",
            "&a",
            "*a",
            "{",
            "}",
            "[",
            "]",
            ",",
            "|",
            ">",
            "%",
            "@",
            "`",
            "$(id)",
            ";",
            "\n",
            "\r\n",
            "\t",
            "\u0000",
            "\u2028",
            "\u202e",
            "\ud83d\ude00",
            "é",
            "../",
            "/etc/passwd",
            "..",
            ".",
            "~",
            "null",
            "true",
            "0x1f",
            "1e3",
            "<script>",
            "</pre>",
            "&amp;",
            "%00",
            "+",
            "-",
            "--",
            "*",
            "_defaults",
            "100",
            "Snom 320",
            "extensions.d",
            "extensions.d/a");

    @TempDir
    private Path root;

    private final Random random = new Random(20261201);

    @BeforeEach
    void aRoot() throws IOException {
        write(
                "templates/phones/t.xml",
                TestRoot.template("Snom 320", "%%mac_address%%.cfg", "%%extension_first_name%%"));
        write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1\nauth_password: s3cret\n");
        write("extensions.d/100.yaml", """
                extension: 100
                site: acme
                first_name: A
                last_name: B
                auth_id: 100
                phone: {mac: 000413000100, model: Snom 320}
                """);
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> Files.isRegularFile(file) && !file.startsWith(root.resolve("out")))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Values of a form: mostly good ones, with some texts of pieces. */
    private Map<String, String> values(int round) {
        Map<String, String> values = new LinkedHashMap<>(Map.of(
                "extension",
                String.valueOf(2000 + round),
                "model",
                "Snom 320",
                "first_name",
                "Kim",
                "last_name",
                "Ro"));
        for (String key :
                List.of("extension", "model", "site", "first_name", "last_name", "auth_id", "pbx_ip", "into")) {
            if (random.nextInt(4) == 0) {
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    text.append(PIECES.get(random.nextInt(PIECES.size())));
                }
                values.put(key, text.toString());
            }
        }
        return values;
    }

    private static String mac(int round) {
        return "0004139%05x".formatted(round);
    }

    private Settings settings() {
        return new Settings(root, root.resolve("secrets.yaml"), FileMode.DEFAULT, Duration.ZERO, RemovalLimit.DEFAULT);
    }

    private static RuntimeContext context() {
        return new RuntimeContext(InstantSource.system(), System::nanoTime, Map.of());
    }

    @Test
    void aFileHasTheTextsOfTheFormOrIsNotWritten() throws Exception {
        int written = 0;
        try (RunningAgent agent = new RunningAgent(root, AdoptionClient.PASSWORD)) {
            RunningAgent.await(() -> ready(agent));
            AdoptionClient client = new AdoptionClient(agent);
            for (int round = 0; round < Rounds.of(40); round++) {
                Map<String, String> values = values(round);
                Set<Path> before = files();
                String page = client.plan(mac(round), values);
                assertThat(page)
                        .as("%s", values)
                        .containsOnlyOnce("<script")
                        .doesNotContain("see the log of the agent");
                if (button(page).isEmpty()) {
                    assertThat(AdoptionClient.text(page))
                            .as("%s", values)
                            .containsAnyOf("error", "control character", "is not a", "already");
                    assertThat(files()).isEqualTo(before);
                    continue;
                }
                HttpResponse<String> answer = client.press(page);
                assertThat(answer.statusCode())
                        .as("%s: %s", values, answer.body())
                        .isEqualTo(303);
                Set<Path> added = files();
                added.removeAll(before);
                assertThat(added).as("%s", values).hasSize(1);
                Path file = added.iterator().next();
                assertThat(file).startsWith(root.resolve("extensions.d"));
                assertHas(values, file, mac(round));
                written++;
            }
        }
        assertThat(written).isGreaterThan(3);
    }

    private static boolean ready(RunningAgent agent) {
        try {
            return agent.isReady();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void assertHas(Map<String, String> values, Path file, String mac) throws IOException {
        String path = root.relativize(file).toString();
        ExtensionFile read = (ExtensionFile) Workspace.reader(settings(), context(), () -> false)
                .read(path, Files.readAllBytes(file))
                .document();
        assertThat(read).as("%s", values).isNotNull();
        assertThat(read.entries()).hasSize(1);
        FieldValues entry = read.entries().get(0);
        assertThat(entry.text("extension")).isEqualTo(values.get("extension").strip());
        for (String key : List.of("first_name", "last_name", "auth_id", "pbx_ip", "site")) {
            String text = values.getOrDefault(key, "").strip();
            if (!text.isEmpty() && !(key.equals("pbx_ip") && text.equals("10.0.0.1"))) {
                assertThat(entry.text(key)).as("%s of %s", key, values).isEqualTo(text);
            }
        }
        assertThat(((FieldValues) entry.get("phone")).text("mac")).isEqualTo(mac);
    }

    @Test
    void theCommandToCopyWritesTheSameFile() throws Exception {
        int compared = 0;
        try (RunningAgent agent = new RunningAgent(root)) {
            RunningAgent.await(() -> ready(agent));
            AdoptionClient client = new AdoptionClient(agent);
            for (int round = 0; round < Rounds.of(40); round++) {
                Map<String, String> values = values(round);
                String page = client.plan(mac(round), values);
                List<String> yaml = lines(page, "Content of");
                if (yaml.isEmpty()) {
                    continue;
                }
                List<String> command = words(String.join("\n", lines(page, "The command")));
                List<String> dry = AdoptCommands.adopt(settings(), context(), request(command), true)
                        .lines();
                assertThat(dry.stream().filter(line -> line.startsWith("  ")).map(line -> line.substring(2)))
                        .as("%s", command)
                        .containsExactlyElementsOf(yaml);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(3);
    }

    /** Splits a command as a shell does. */
    private List<String> words(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "set -- " + command + "\nprintf '%s\\0' \"$@\"")
                .redirectErrorStream(true)
                .start();
        String all = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).as("%s: %s", command, all).isZero();
        return new ArrayList<>(List.of(all.split("\0", -1)));
    }

    /** Reads the options as the command does: the text after an equals sign, else the next word. */
    private static AdoptionRequest request(List<String> words) {
        assertThat(words).startsWith("lineman", "adopt");
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 3; i + 1 < words.size(); i++) {
            int equals = words.get(i).indexOf('=');
            assertThat(words.get(i)).startsWith("--");
            if (equals < 0) {
                options.put(words.get(i).substring(2).replace('-', '_'), words.get(++i));
            } else {
                options.put(
                        words.get(i).substring(2, equals).replace('-', '_'),
                        words.get(i).substring(equals + 1));
            }
        }
        options.remove("root");
        return new AdoptionRequest(
                words.get(2), options.remove("extension"), options.remove("model"), options.remove("into"), options);
    }
}
