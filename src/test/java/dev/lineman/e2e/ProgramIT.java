package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program {@code target/lineman}: a shell script that chooses Java and its flags, with the jar at its end. */
class ProgramIT {
    private static final Pattern HEAP = Pattern.compile("-XX:MaxHeapSize=(\\d+)");
    private static final Pattern START = Pattern.compile("-XX:InitialHeapSize=(\\d+)");
    private static final Pattern YOUNG = Pattern.compile("-XX:MaxNewSize=(\\d+)");
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Makes Java print its flags and end, without a start of Lineman. */
    private static final String FLAGS_ONLY = "-XX:+PrintCommandLineFlags -version";

    @TempDir
    Path folder;

    private Path program;
    private FixtureRoot root;

    /** The heap at the start and at most, and its part for short-lived objects, in MB. */
    private record HeapSize(long start, long all, long young) {}

    @BeforeEach
    void install() throws Exception {
        program = Files.copy(
                Jar.PROGRAM,
                Files.createDirectories(folder.resolve("my programs")).resolve("lineman"));
        root = FixtureRoot.ofOnePhone(folder.resolve("my root"));
    }

    @Test
    void itRunsByItsPathByALinkAndThroughPath() throws Exception {
        Path links = Files.createDirectories(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("lineman"), Files.createSymbolicLink(folder.resolve("link"), program));
        String path = ":" + Jar.JAVA.getParent() + ":/usr/bin:/bin";
        Jar.CommandResult expected = Jar.run(root.path(), "check");
        assertThat(expected.code()).isZero();
        assertThat(run(program.toString(), "check")).isEqualTo(expected);
        assertThat(run("../my programs/lineman", "check")).isEqualTo(expected);
        assertThat(run(links.resolve("lineman").toString(), "check")).isEqualTo(expected);
        assertThat(shell("lineman check", "PATH", links + path)).isEqualTo(expected);
        assertThat(shell("lineman check", "PATH", "../my programs" + path)).isEqualTo(expected);
        Files.createSymbolicLink(root.resolve("lineman"), program);
        assertThat(shell("lineman check", "PATH", path)).isEqualTo(expected);
        assertThat(shell("sh lineman check")).isEqualTo(expected);
        assertThat(Jar.run(root.path(), Map.of(), List.of(Jar.JAVA.toString(), "-jar", program.toString(), "check")))
                .isEqualTo(expected);
    }

    @Test
    void itRunsInEachShell() throws Exception {
        Jar.CommandResult expected = Jar.run(root.path(), "check");
        for (String shell : List.of("dash", "bash --posix", "busybox sh", "ksh", "zsh --emulate sh")) {
            if (shell("set -- " + shell + "; command -v $1").code() == 0) {
                assertThat(shell(shell + " '" + program + "' check")).as(shell).isEqualTo(expected);
            }
        }
    }

    @Test
    void itPassesArgumentsAndExitCodes() throws Exception {
        assertThat(run(program.toString(), "adopt", "00:04:13:24:66:73", "--extension", "two words")
                        .err())
                .anyMatch(line -> line.contains("two words"));
        assertThat(run(program.toString(), "no-command").code()).isEqualTo(2);
        assertThat(run(program.toString(), "check", "--root", "nowhere").code()).isEqualTo(3);
        root.write("extensions.d/100.yaml", "extension: [");
        assertThat(run(program.toString(), "check").code()).isEqualTo(1);
    }

    @Test
    void aJavaThatIsMissingOrTooOldIsOneLineThatSaysWhatToDo() throws Exception {
        assertFails(Map.of("JAVA_HOME", "/no/such folder"), "JAVA_HOME is /no/such folder", "unset JAVA_HOME");
        assertFails(Map.of("JAVA", "no-such-java"), "JAVA is no-such-java", "unset JAVA");
        assertFails(Map.of("JAVA", folder.toString()), "which is a folder", "JAVA_HOME");
        Path old = java("old", "echo started", "JAVA_VERSION=\"11.0.2\"");
        assertFails(Map.of("JAVA_HOME", old.toString()), "is Java 11,", "Java 17 or later", "openjdk-");
        Path older = java("older", "echo 'openjdk version \"1.8.0_392\"' >&2", "");
        assertFails(Map.of("JAVA", older + "/bin/java"), "is Java 8,", "Java 17 or later");
        Path broken = java("broken", "exit 1", "");
        assertFails(Map.of("JAVA_HOME", broken.toString()), "not a Java that works");

        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("find", "readlink", "wc", "cat", "sh")) {
            Files.createSymbolicLink(tools.resolve(tool), Debian.program(tool, "coreutils"));
        }
        assertThat(Files.exists(tools.resolve("java"))).isFalse();
        assertFails(Map.of("PATH", tools.toString()), "Java 17 or later is missing", "openjdk-", "JAVA_HOME");
    }

    @Test
    void aMissingJarIsOneLine() throws Exception {
        Jar.CommandResult ended = shell("'" + program + "' check", "LINEMAN_JAR", "/no/lineman.jar");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err())
                .containsExactly("lineman: /no/lineman.jar is missing or cannot be read. Install Lineman again, or set"
                        + " LINEMAN_JAR to the path of lineman.jar.");
    }

    @Test
    void theScriptWithoutAJarTakesTheJarOfTheVariable() throws Exception {
        Jar.CommandResult expected = Jar.run(root.path(), "check");
        String script = Path.of("src/dist/lineman").toAbsolutePath().toString();
        assertThat(shell("sh '" + script + "' check", "LINEMAN_JAR", Jar.FILE.toString()))
                .isEqualTo(expected);
    }

    @Test
    void theHeapOfRunFollowsTheSizeOfTheFleet() throws Exception {
        assertThat(heap("run")).isEqualTo(new HeapSize(40, 150, 10));

        Path many = Files.createDirectories(root.resolve("extensions.d/many"));
        for (int i = 0; i < 12_970; i++) {
            Files.createFile(many.resolve(i + ".yaml"));
        }
        assertThat(heap("run").all()).isEqualTo(168);
        assertThat(heap("check").all()).isGreaterThan(100);

        FixtureRoot list = FixtureRoot.ofOnePhone(folder.resolve("list"));
        sparse(list.resolve("extensions.d/list.yml"), 100_000L * 150);
        assertThat(heap("run", "--root", list.path().toString())).isEqualTo(new HeapSize(220, 698, 32));
        assertThat(heap("run", "--port", "0", "--root=" + list.path()).all()).isEqualTo(698);

        sparse(list.resolve("extensions.d/list.yml"), 1_000_000L * 150);
        assertThat(heap(Map.of("LINEMAN_ROOT", list.path().toString()), "run"))
                .isEqualTo(new HeapSize(2020, 6186, 252));
        sparse(list.resolve("extensions.d/list.yml"), 2_000_000L * 150);
        assertThat(heap("run", "--root", list.path().toString()).all()).isEqualTo(6186);
        assertThat(heap("run", "--root", "no such folder").all()).isEqualTo(150);
    }

    /** Such as after a branch without extensions was checked out by mistake. */
    @Test
    void theHeapOfRunHasRoomForTheLastPublication() throws Exception {
        sparse(root.resolve("out/.lineman/journal"), 50_000L * 340);
        assertThat(heap("run").all()).as("many old records of few files").isEqualTo(150);
        Path phones = Files.createDirectories(root.resolve("out/provisioning"));
        for (int i = 0; i < 12_970; i++) {
            Files.createFile(phones.resolve(i + ".xml"));
        }
        assertThat(heap("run").all()).isEqualTo(168);
    }

    @Test
    void theHeapCountsInputsBehindLinks() throws Exception {
        Path shared = Files.createDirectories(folder.resolve("shared/team"));
        sparse(shared.resolve("list.yaml"), 50_000L * 150);
        Files.createSymbolicLink(root.resolve("extensions.d/team"), shared);
        long ofFolder = heap("run").all();
        assertThat(ofFolder).isGreaterThan(150);
        Files.createSymbolicLink(root.resolve("extensions.d/again.yaml"), shared.resolve("list.yaml"));
        assertThat(heap("run").all()).isGreaterThan(ofFolder + 100);
        // The folder is in itself.
        Files.createSymbolicLink(shared.resolve("loop"), shared);
        assertThat(heap("run").all()).isGreaterThan(ofFolder + 100);
    }

    /** Counting bytes takes longer than counting files, so the program does it only when the first heap was too small. */
    @Test
    void aLargeFileBesideManySmallOnesCountsAfterARunThatEndedWithoutAStop() throws Exception {
        Path many = Files.createDirectories(root.resolve("extensions.d/many"));
        for (int i = 0; i < 3_000; i++) {
            Files.createFile(many.resolve(i + ".yaml"));
        }
        sparse(root.resolve("extensions.d/list.yaml"), 60_000L * 150);
        assertThat(heap("run").all()).isEqualTo(150);
        root.write("out/.lineman/start", "");
        assertThat(heap("run").all()).isGreaterThan(200);
    }

    @Test
    void theFlagsOfTheUserWin() throws Exception {
        String flags = "-Xmx90m -XX:-ExitOnOutOfMemoryError " + FLAGS_ONLY;
        List<String> out = run(Map.of("LINEMAN_JAVA_OPTS", flags), program.toString(), "run")
                .out();
        assertThat(out.get(0))
                .contains("-XX:MaxHeapSize=94371840", "-XX:-ExitOnOutOfMemoryError", "-XX:+UseSerialGC")
                .contains("-XX:ReservedCodeCacheSize=33554432", "-XX:MaxNewSize=10485760");
        // Less than the heap that 'lineman' would start with.
        Jar.CommandResult small = run(Map.of("LINEMAN_JAVA_OPTS", "-Xmx32m " + FLAGS_ONLY), program.toString(), "run");
        assertThat(small.code()).as(String.join("\n", small.err())).isZero();
    }

    @Test
    void runStopsOnSigtermAndStartsAgainAfterSigkill() throws Exception {
        try (RunningProcess agent = start()) {
            Deadline.await(() -> assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN));
            agent.kill();
        }
        try (RunningProcess agent = start()) {
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);
            assertThat(agent.terminate().exitCode(SOON)).isZero();
            assertThat(agent.err()).isEmpty();
        }
    }

    private RunningProcess start() throws Exception {
        return RunningProcess.start(
                folder,
                Map.of("LINEMAN_BIND", "127.0.0.1"),
                List.of(program.toString(), "run", "--root", root.path().toString()));
    }

    private void assertFails(Map<String, String> environment, String... said) throws Exception {
        Jar.CommandResult ended = run(environment, program.toString(), "check");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .singleElement()
                .asString()
                .startsWith("lineman: ")
                .contains(said);
    }

    /** Makes a folder as {@code JAVA_HOME} with a program {@code java}, and returns it. */
    private Path java(String name, String script, String release) throws IOException {
        Path home = folder.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (!release.isEmpty()) {
            Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"N/A\"\n" + release + "\n");
        }
        return home;
    }

    private HeapSize heap(String... arguments) throws Exception {
        return heap(Map.of(), arguments);
    }

    private HeapSize heap(Map<String, String> environment, String... arguments) throws Exception {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("LINEMAN_JAVA_OPTS", FLAGS_ONLY);
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Jar.CommandResult ended = Jar.run(root.path(), variables, command);
        assertThat(ended.code()).as(String.join("\n", ended.err())).isZero();
        return new HeapSize(
                megabytes(START, ended.out().get(0)),
                megabytes(HEAP, ended.out().get(0)),
                megabytes(YOUNG, ended.out().get(0)));
    }

    /** Returns a size that Java prints in bytes; 0 if it does not print it. */
    private static long megabytes(Pattern flag, String printed) {
        return flag.matcher(printed)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)) >> 20)
                .findFirst()
                .orElse(0);
    }

    /** Makes a file of a size that takes no space on the disk. */
    private static void sparse(Path path, long size) throws IOException {
        Files.createDirectories(path.getParent());
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
    }

    private Jar.CommandResult run(String... command) throws Exception {
        return run(Map.of(), command);
    }

    private Jar.CommandResult run(Map<String, String> environment, String... command) throws Exception {
        return Jar.run(root.path(), environment, List.of(command));
    }

    private Jar.CommandResult shell(String command) throws Exception {
        return Jar.run(root.path(), Map.of(), List.of("bash", "-c", command));
    }

    private Jar.CommandResult shell(String command, String variable, String value) throws Exception {
        return Jar.run(root.path(), Map.of(variable, value), List.of("/bin/bash", "-c", command));
    }
}
