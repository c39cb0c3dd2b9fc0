package dev.lineman.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs on file systems that are unmounted while the agent runs or is stopped. */
@SystemTest
class MountIT {
    private static final String[] QUICK = {"--rescan", "1s", "--max-wait", "200ms"};
    private static final Pattern CONFIRM = Pattern.compile("lineman confirm ([0-9a-f]{12})");

    @TempDir
    Path folder;

    private final Deque<Path> mounted = new ArrayDeque<>();
    private FixtureRoot root;
    private Path share;

    @BeforeEach
    void aRoot() throws IOException {
        root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        share = Files.createDirectory(folder.resolve("share"));
    }

    @AfterEach
    void unmountAll() throws Exception {
        for (Path point : mounted) {
            Jar.run(folder, Map.of(), List.of("umount", "-l", point.toString()));
        }
    }

    private void mount(String path, String... how) throws Exception {
        Path point = Files.createDirectories(root.resolve(path)).toRealPath();
        List<String> command =
                new ArrayList<>(List.of(Debian.program("mount", "mount").toString()));
        command.addAll(List.of(how));
        command.add(point.toString());
        Jar.CommandResult ended = Jar.run(folder, Map.of(), command);
        assumeTrue(ended.code() == 0, () -> "this machine lets nothing be mounted: " + ended.err());
        mounted.push(point);
    }

    private void unmount(String path, String... how) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Debian.program("umount", "mount").toString()));
        command.addAll(List.of(how));
        command.add(root.resolve(path).toString());
        // The agent may have a folder open at this moment.
        Deadline.await(
                () -> assertThat(Jar.run(folder, Map.of(), command).err()).isEmpty());
        mounted.remove(root.resolve(path).toRealPath());
    }

    private void extensions(String path, int... numbers) throws IOException {
        for (int number : numbers) {
            root.write(path + '/' + number + ".yaml", FixtureRoot.extension(number, "F"));
        }
    }

    private static String cfg(int number) {
        return "cfg" + FixtureRoot.mac(number);
    }

    private static void awaitServed(RunningProcess agent, int... numbers) throws Exception {
        for (int number : numbers) {
            assertThat(agent.get(cfg(number))).contains("user_name1$: " + number);
        }
    }

    /** Waits until the agent reports a missing mount, and returns the digest in the message. */
    private static String awaitMissingMount(RunningProcess agent, String path) throws Exception {
        String[] digest = new String[1];
        Deadline.await(() -> {
            String problems = agent.adminRequest("api/problems").body();
            Matcher confirm = CONFIRM.matcher(problems);
            assertThat(problems).contains('"' + path + '"');
            assertThat(confirm.find()).as(problems).isTrue();
            digest[0] = confirm.group(1);
        });
        return digest[0];
    }

    private static void awaitNoProblems(RunningProcess agent) throws Exception {
        Deadline.await(
                () -> assertThat(agent.adminRequest("api/problems").body()).contains("\"problems\":[]"));
    }

    /** Publishes one more change. Afterwards all earlier edits and all due removals are published. */
    private void publishAnotherChange(RunningProcess agent, int number) throws Exception {
        for (String name : List.of("A", "B")) {
            root.write("extensions.d/" + number + ".yaml", FixtureRoot.extension(number, name));
            Deadline.await(() -> assertThat(agent.get(cfg(number))).contains(name + " Doe"));
        }
        root.write("extensions.d/999.yaml", FixtureRoot.extension(999, "F"));
        Deadline.await(() -> awaitServed(agent, 999));
        Files.delete(root.resolve("extensions.d/999.yaml"));
        Deadline.await(() -> assertThat(agent.get(cfg(999))).isEqualTo("404"));
    }

    /** As the packaged service has it: extensions.d is on a file system that the agent cannot write to. */
    @Test
    void theOperatorsPageWritesNothingIntoAReadOnlyFolder() throws Exception {
        Path inputs = Files.move(root.resolve("extensions.d"), share.resolve("extensions.d"));
        mount("extensions.d", "--bind", "-o", "ro", inputs.toString());
        Path password = Files.writeString(folder.resolve("password"), "sesame\n");
        try (RunningProcess agent = RunningProcess.startReady(root, "--admin-password-file", password.toString())) {
            String[] login = {
                "Authorization", "Basic " + Base64.getEncoder().encodeToString("admin:sesame".getBytes(UTF_8))
            };
            String values = "extension=117&first_name=Kim&model=Snom+320&pbx_ip=10.0.0.1";
            Deadline.await(() -> assertThat(agent.adminRequest("GET", "unknown/0004139999ff?" + values, login)
                            .body())
                    .contains(
                            "The agent cannot write to extensions.d.",
                            "lineman adopt 0004139999ff --root " + root.path(),
                            "first_name: Kim")
                    .doesNotContain("Write it"));
            assertThat(inputs.resolve("117.yaml")).doesNotExist();
        }
    }

    @Test
    void aMissingShareInALargerTreeRemovesNothingAlsoAfterARestart() throws Exception {
        mount("extensions.d/acme", "-t", "tmpfs", "tmpfs");
        extensions("extensions.d/acme", 201, 202, 203);
        try (RunningProcess agent = RunningProcess.startReady(root, QUICK)) {
            awaitServed(agent, 201, 202, 203);
            unmount("extensions.d/acme");
            awaitMissingMount(agent, "extensions.d/acme");
            publishAnotherChange(agent, 300);
            awaitServed(agent, 201, 202, 203);
            assertThat(agent.adminRequest("api/status").body()).contains("\"reason\":\"mount\"");
            assertThat(agent.adminRequest("").body()).contains("Waiting until a file system is mounted again");
        }
        try (RunningProcess agent = RunningProcess.startReady(root, QUICK)) {
            String digest = awaitMissingMount(agent, "extensions.d/acme");
            publishAnotherChange(agent, 301);
            awaitServed(agent, 201, 202, 203, 300);
            assertThat(Jar.run(root.path(), "check").err()).anyMatch(line -> line.contains(digest));
            assertThat(Jar.run(root.path(), "plan").out()).noneMatch(line -> line.contains(FixtureRoot.mac(201)));
            mount("extensions.d/acme", "--bind", share.toString());
            extensions("extensions.d/acme", 201, 203);
            awaitNoProblems(agent);
            Deadline.await(() -> assertThat(agent.get(cfg(202))).isEqualTo("404"));
            awaitServed(agent, 201, 203);
        }
    }

    @Test
    void aPersonCanConfirmTheRemovalOfAWholeFleet() throws Exception {
        mount("extensions.d/acme", "--bind", share.toString());
        int[] many = new int[20];
        for (int i = 0; i < many.length; i++) {
            many[i] = 400 + i;
        }
        extensions("extensions.d/acme", many);
        try (RunningProcess agent = RunningProcess.startReady(root, QUICK)) {
            unmount("extensions.d/acme");
            String digest = awaitMissingMount(agent, "extensions.d/acme");
            publishAnotherChange(agent, 300);
            awaitServed(agent, many);
            assertThat(Jar.run(root.path(), "confirm", "000000000000").code()).isEqualTo(1);
            assertThat(Jar.run(root.path(), "confirm", digest).code()).isZero();
            for (int number : many) {
                Deadline.await(() -> assertThat(agent.get(cfg(number))).isEqualTo("404"));
            }
            awaitNoProblems(agent);
            awaitServed(agent, 300);
            mount("extensions.d/acme", "--bind", share.toString());
            Deadline.await(() -> awaitServed(agent, many));
            unmount("extensions.d/acme");
            awaitMissingMount(agent, "extensions.d/acme");
            publishAnotherChange(agent, 301);
            awaitServed(agent, many);
        }
    }

    @Test
    void aMissingMountOfAWholeInputFolderRemovesNothing() throws Exception {
        Files.copy(root.resolve("extensions.d/100.yaml"), share.resolve("100.yaml"));
        mount("extensions.d", "--bind", share.toString());
        extensions("extensions.d", 201);
        assertThat(Jar.run(root.path(), "render").code()).isZero();
        unmount("extensions.d", "--lazy");
        extensions("extensions.d", 202);
        Jar.CommandResult ended = Jar.run(root.path(), "render", "--max-wait", "100ms");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).anyMatch(line -> CONFIRM.matcher(line).find());
        assertThat(root.resolve("out/provisioning/" + cfg(201))).exists();
        assertThat(root.resolve("out/provisioning/" + cfg(202))).doesNotExist();
        Matcher confirm = CONFIRM.matcher(String.join("\n", ended.err()));
        assertThat(confirm.find()).isTrue();
        assertThat(Jar.run(root.path(), "render", "--confirm", confirm.group(1)).code())
                .isZero();
        assertThat(root.resolve("out/provisioning/" + cfg(201))).doesNotExist();
        assertThat(root.resolve("out/provisioning/" + cfg(202))).exists();
    }

    @Test
    void aMissingShareOfFirmwareOrTemplatesRemovesNothing() throws Exception {
        Files.move(root.resolve("templates/phones/snom320.xml"), share.resolve("snom320.xml"));
        mount("templates/phones", "--bind", share.toString());
        mount("templates/static", "-t", "tmpfs", "tmpfs");
        root.write("templates/static/fw/a.bin", "firmware");
        try (RunningProcess agent = RunningProcess.startReady(root, QUICK)) {
            Deadline.await(() -> assertThat(agent.get("fw/a.bin")).isEqualTo("firmware"));
            unmount("templates/static");
            awaitMissingMount(agent, "templates/static");
            unmount("templates/phones");
            awaitMissingMount(agent, "templates/phones");
            publishAnotherChange(agent, 300);
            assertThat(agent.get("fw/a.bin")).isEqualTo("firmware");
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);
        }
        try (RunningProcess agent = RunningProcess.startReady(root, QUICK)) {
            awaitMissingMount(agent, "templates/static");
            assertThat(agent.get("fw/a.bin")).isEqualTo("firmware");
            awaitServed(agent, 300);
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);
        }
    }

    @Test
    void theSameFilesCanReturnWithoutTheMount() throws Exception {
        mount("extensions.d/acme", "--bind", share.toString());
        extensions("extensions.d/acme", 201, 202);
        try (RunningProcess agent = RunningProcess.startReady(root, QUICK)) {
            unmount("extensions.d/acme");
            awaitMissingMount(agent, "extensions.d/acme");
            extensions("extensions.d/acme", 201);
            publishAnotherChange(agent, 300);
            awaitServed(agent, 201, 202);
            extensions("extensions.d/acme", 202);
            awaitNoProblems(agent);
            Files.delete(root.resolve("extensions.d/acme/201.yaml"));
            Deadline.await(() -> assertThat(agent.get(cfg(201))).isEqualTo("404"));
            awaitServed(agent, 202);
        }
    }

    @Test
    void aFuseFileSystemThatFailsRemovesNothing() throws Exception {
        Path bindfs = Debian.program("bindfs", "bindfs");
        Path point = Files.createDirectories(root.resolve("extensions.d/acme")).toRealPath();
        Process daemon = new ProcessBuilder(bindfs.toString(), "-f", share.toString(), point.toString()).start();
        mounted.push(point);
        try {
            Deadline.await(() -> assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                    .contains(point + " "));
            extensions("extensions.d/acme", 201, 202);
            try (RunningProcess agent = RunningProcess.startReady(root, QUICK)) {
                awaitServed(agent, 201, 202);
                daemon.destroyForcibly().waitFor();
                Deadline.await(
                        () -> assertThat(agent.adminRequest("api/problems").body())
                                .contains("extensions.d/acme", "cannot be read"));
                publishAnotherChange(agent, 300);
                awaitServed(agent, 201, 202);
                unmount("extensions.d/acme");
                awaitMissingMount(agent, "extensions.d/acme");
                publishAnotherChange(agent, 301);
                awaitServed(agent, 201, 202);
            }
        } finally {
            daemon.destroyForcibly();
        }
    }

    @Test
    void anEmptiedFolderThatWasNoMountIsTreatedAsUsual() throws Exception {
        extensions("extensions.d/acme", 201, 202);
        mount("extensions.d/beta", "-t", "tmpfs", "tmpfs");
        extensions("extensions.d/beta", 203);
        try (RunningProcess agent = RunningProcess.startReady(root, QUICK)) {
            awaitServed(agent, 201, 202, 203);
            Files.delete(root.resolve("extensions.d/acme/201.yaml"));
            Files.delete(root.resolve("extensions.d/acme/202.yaml"));
            Files.delete(root.resolve("extensions.d/beta/203.yaml"));
            for (int number : new int[] {201, 202, 203}) {
                Deadline.await(() -> assertThat(agent.get(cfg(number))).isEqualTo("404"));
            }
            unmount("extensions.d/beta");
            assertThat(agent.terminate().exitCode(Duration.ofSeconds(20))).isZero();
        }
    }
}
