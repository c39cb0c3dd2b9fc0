package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs on file systems that are mounted, and then are not. */
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
    void nothingIsMounted() throws Exception {
        for (Path point : mounted) {
            Jar.run(folder, Map.of(), List.of("umount", "-l", point.toString()));
        }
    }

    private void mount(String path, String... how) throws Exception {
        Path point = Files.createDirectories(root.at(path)).toRealPath();
        List<String> command =
                new ArrayList<>(List.of(Debian.program("mount", "mount").toString()));
        command.addAll(List.of(how));
        command.add(point.toString());
        Jar.Ended ended = Jar.run(folder, Map.of(), command);
        assumeTrue(ended.code() == 0, () -> "this machine lets nothing be mounted: " + ended.err());
        mounted.push(point);
    }

    private void unmount(String path, String... how) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Debian.program("umount", "mount").toString()));
        command.addAll(List.of(how));
        command.add(root.at(path).toString());
        // The agent may have a folder open.
        Deadline.await(
                () -> assertThat(Jar.run(folder, Map.of(), command).err()).isEmpty());
        mounted.remove(root.at(path).toRealPath());
    }

    private void extensions(String path, int... numbers) throws IOException {
        for (int number : numbers) {
            root.write(path + '/' + number + ".yaml", FixtureRoot.extension(number, "F"));
        }
    }

    private static String cfg(int number) {
        return "cfg" + FixtureRoot.mac(number);
    }

    private static void serves(RunningProcess agent, int... numbers) throws Exception {
        for (int number : numbers) {
            assertThat(agent.get(cfg(number))).contains("user_name1$: " + number);
        }
    }

    /** Waits until the agent tells of a mount that is missing, and returns the digest. */
    private static String lost(RunningProcess agent, String path) throws Exception {
        String[] digest = new String[1];
        Deadline.await(() -> {
            String problems = agent.operator("api/problems").body();
            Matcher confirm = CONFIRM.matcher(problems);
            assertThat(problems).contains('"' + path + '"');
            assertThat(confirm.find()).as(problems).isTrue();
            digest[0] = confirm.group(1);
        });
        return digest[0];
    }

    private static void wellAgain(RunningProcess agent) throws Exception {
        Deadline.await(() -> assertThat(agent.operator("api/problems").body()).contains("\"problems\":[]"));
    }

    /** What was done before this is published, and so is every removal that was due. */
    private void something(RunningProcess agent, int number) throws Exception {
        for (String name : List.of("A", "B")) {
            root.write("extensions.d/" + number + ".yaml", FixtureRoot.extension(number, name));
            Deadline.await(() -> assertThat(agent.get(cfg(number))).contains(name + " Doe"));
        }
        root.write("extensions.d/999.yaml", FixtureRoot.extension(999, "F"));
        Deadline.await(() -> serves(agent, 999));
        Files.delete(root.at("extensions.d/999.yaml"));
        Deadline.await(() -> assertThat(agent.get(cfg(999))).isEqualTo("404"));
    }

    @Test
    void oneCustomersShareInALargerTreeAlsoOverARestart() throws Exception {
        mount("extensions.d/acme", "-t", "tmpfs", "tmpfs");
        extensions("extensions.d/acme", 201, 202, 203);
        try (RunningProcess agent = RunningProcess.on(root, QUICK)) {
            serves(agent, 201, 202, 203);
            unmount("extensions.d/acme");
            lost(agent, "extensions.d/acme");
            something(agent, 300);
            serves(agent, 201, 202, 203);
            assertThat(agent.operator("api/status").body()).contains("\"reason\":\"mount\"");
            assertThat(agent.operator("").body()).contains("Waiting until a file system is mounted again");
        }
        try (RunningProcess agent = RunningProcess.on(root, QUICK)) {
            String digest = lost(agent, "extensions.d/acme");
            something(agent, 301);
            serves(agent, 201, 202, 203, 300);
            assertThat(Jar.run(root.path(), "check").err()).anyMatch(line -> line.contains(digest));
            assertThat(Jar.run(root.path(), "plan").out()).noneMatch(line -> line.contains(FixtureRoot.mac(201)));
            mount("extensions.d/acme", "--bind", share.toString());
            extensions("extensions.d/acme", 201, 203);
            wellAgain(agent);
            Deadline.await(() -> assertThat(agent.get(cfg(202))).isEqualTo("404"));
            serves(agent, 201, 203);
        }
    }

    @Test
    void aPersonMayConfirmThatAWholeFleetIsMeantToGo() throws Exception {
        mount("extensions.d/acme", "--bind", share.toString());
        int[] many = new int[20];
        for (int i = 0; i < many.length; i++) {
            many[i] = 400 + i;
        }
        extensions("extensions.d/acme", many);
        try (RunningProcess agent = RunningProcess.on(root, QUICK)) {
            unmount("extensions.d/acme");
            String digest = lost(agent, "extensions.d/acme");
            something(agent, 300);
            serves(agent, many);
            assertThat(Jar.run(root.path(), "confirm", "000000000000").code()).isEqualTo(1);
            assertThat(Jar.run(root.path(), "confirm", digest).code()).isZero();
            for (int number : many) {
                Deadline.await(() -> assertThat(agent.get(cfg(number))).isEqualTo("404"));
            }
            wellAgain(agent);
            serves(agent, 300);
            mount("extensions.d/acme", "--bind", share.toString());
            Deadline.await(() -> serves(agent, many));
            unmount("extensions.d/acme");
            lost(agent, "extensions.d/acme");
            something(agent, 301);
            serves(agent, many);
        }
    }

    @Test
    void aWholeInputFolderWithOtherFilesBelowIt() throws Exception {
        Files.copy(root.at("extensions.d/100.yaml"), share.resolve("100.yaml"));
        mount("extensions.d", "--bind", share.toString());
        extensions("extensions.d", 201);
        assertThat(Jar.run(root.path(), "render").code()).isZero();
        unmount("extensions.d", "--lazy");
        extensions("extensions.d", 202);
        Jar.Ended ended = Jar.run(root.path(), "render", "--max-wait", "100ms");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).anyMatch(line -> CONFIRM.matcher(line).find());
        assertThat(root.at("out/provisioning/" + cfg(201))).exists();
        assertThat(root.at("out/provisioning/" + cfg(202))).doesNotExist();
        Matcher confirm = CONFIRM.matcher(String.join("\n", ended.err()));
        assertThat(confirm.find()).isTrue();
        assertThat(Jar.run(root.path(), "render", "--confirm", confirm.group(1)).code())
                .isZero();
        assertThat(root.at("out/provisioning/" + cfg(201))).doesNotExist();
        assertThat(root.at("out/provisioning/" + cfg(202))).exists();
    }

    @Test
    void firmwareAndTemplatesOnAShareOfTheirOwn() throws Exception {
        Files.move(root.at("templates/phones/snom320.xml"), share.resolve("snom320.xml"));
        mount("templates/phones", "--bind", share.toString());
        mount("templates/static", "-t", "tmpfs", "tmpfs");
        root.write("templates/static/fw/a.bin", "firmware");
        try (RunningProcess agent = RunningProcess.on(root, QUICK)) {
            Deadline.await(() -> assertThat(agent.get("fw/a.bin")).isEqualTo("firmware"));
            unmount("templates/static");
            lost(agent, "templates/static");
            unmount("templates/phones");
            lost(agent, "templates/phones");
            something(agent, 300);
            assertThat(agent.get("fw/a.bin")).isEqualTo("firmware");
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);
        }
        try (RunningProcess agent = RunningProcess.on(root, QUICK)) {
            lost(agent, "templates/static");
            assertThat(agent.get("fw/a.bin")).isEqualTo("firmware");
            serves(agent, 300);
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);
        }
    }

    @Test
    void theSameFilesMayComeBackWithoutTheMount() throws Exception {
        mount("extensions.d/acme", "--bind", share.toString());
        extensions("extensions.d/acme", 201, 202);
        try (RunningProcess agent = RunningProcess.on(root, QUICK)) {
            unmount("extensions.d/acme");
            lost(agent, "extensions.d/acme");
            extensions("extensions.d/acme", 201);
            something(agent, 300);
            serves(agent, 201, 202);
            extensions("extensions.d/acme", 202);
            wellAgain(agent);
            Files.delete(root.at("extensions.d/acme/201.yaml"));
            Deadline.await(() -> assertThat(agent.get(cfg(201))).isEqualTo("404"));
            serves(agent, 202);
        }
    }

    @Test
    void aFuseFileSystemThatDiesAndIsUnmounted() throws Exception {
        Path bindfs = Debian.program("bindfs", "bindfs");
        Path point = Files.createDirectories(root.at("extensions.d/acme")).toRealPath();
        Process daemon = new ProcessBuilder(bindfs.toString(), "-f", share.toString(), point.toString()).start();
        mounted.push(point);
        try {
            Deadline.await(() -> assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                    .contains(point + " "));
            extensions("extensions.d/acme", 201, 202);
            try (RunningProcess agent = RunningProcess.on(root, QUICK)) {
                serves(agent, 201, 202);
                daemon.destroyForcibly().waitFor();
                Deadline.await(() -> assertThat(agent.operator("api/problems").body())
                        .contains("extensions.d/acme", "cannot be read"));
                something(agent, 300);
                serves(agent, 201, 202);
                unmount("extensions.d/acme");
                lost(agent, "extensions.d/acme");
                something(agent, 301);
                serves(agent, 201, 202);
            }
        } finally {
            daemon.destroyForcibly();
        }
    }

    @Test
    void aFolderThatWasNoMountIsEmptiedAsAnyOther() throws Exception {
        extensions("extensions.d/acme", 201, 202);
        mount("extensions.d/beta", "-t", "tmpfs", "tmpfs");
        extensions("extensions.d/beta", 203);
        try (RunningProcess agent = RunningProcess.on(root, QUICK)) {
            serves(agent, 201, 202, 203);
            Files.delete(root.at("extensions.d/acme/201.yaml"));
            Files.delete(root.at("extensions.d/acme/202.yaml"));
            Files.delete(root.at("extensions.d/beta/203.yaml"));
            for (int number : new int[] {201, 202, 203}) {
                Deadline.await(() -> assertThat(agent.get(cfg(number))).isEqualTo("404"));
            }
            unmount("extensions.d/beta");
            assertThat(agent.terminate().exitCode(Duration.ofSeconds(20))).isZero();
        }
    }
}
