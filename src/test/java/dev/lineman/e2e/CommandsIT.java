package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, their exit codes and their output. */
class CommandsIT {
    private static final String BROKEN = "extension: 101\nfrist_name: \"Jane\"\n";

    @TempDir
    Path folder;

    private FixtureRoot root;

    @BeforeEach
    void copyOnePhone() throws IOException {
        root = FixtureRoot.ofOnePhone(folder);
    }

    @Test
    void onlyOneProcessCanWriteAndOnlyOneCanListen(@TempDir Path other) throws Exception {
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            String lock = "lineman: another lineman writes here: it holds " + root.resolve("out/.lineman/lock")
                    + "; stop it first";
            assertThat(Jar.run(folder, "run", "--port", "0", "--admin-port", "0"))
                    .satisfies(ended -> assertRefused(ended, 3, lock));
            assertThat(Jar.run(folder, "render")).satisfies(ended -> assertRefused(ended, 3, lock));
            FixtureRoot.ofOnePhone(other);
            String port = Integer.toString(agent.port());
            assertThat(Jar.run(other, "run", "--port", port, "--admin-port", "0"))
                    .satisfies(ended -> assertRefused(
                            ended, 3, "lineman: cannot listen on 0.0.0.0:" + port + ": Address already in use"));
            assertThat(Jar.run(folder, "check").code())
                    .as("checking needs no lock")
                    .isZero();
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);
        }
    }

    @Test
    void aMissingRootIsReported() throws Exception {
        assertThat(Jar.run(folder, "check", "--root", "/nowhere/at/all"))
                .satisfies(ended -> assertRefused(
                        ended, 3, "lineman: /nowhere/at/all is no folder; name the right one with --root"));
    }

    @Test
    void wrongUsageIsReportedInTwoLines() throws Exception {
        assertThat(Jar.run(folder, "run", "--prot", "1"))
                .satisfies(ended ->
                        assertRefused(ended, 2, "lineman: unknown option --prot", "Try 'lineman run --help'."));
        assertThat(Jar.run(folder, "rn").code()).isEqualTo(2);
        assertThat(root.resolve("out/.lineman")).doesNotExist();
    }

    @Test
    void checkFindsAllProblemsAndWritesNothing() throws Exception {
        Jar.CommandResult open = Jar.run(folder, "check");
        assertThat(open.code()).isZero();
        assertThat(open.err()).singleElement().asString().contains("the passwords of 1 phone,");
        root.write("extensions.d/_defaults.yaml", "provisioning: {allow: [10.0.0.0/8]}\n");
        Jar.CommandResult fine = Jar.run(folder, "check");
        assertThat(fine.code()).isZero();
        assertThat(fine.out()).containsExactly("1 extension, 1 phone, no problems");
        assertThat(fine.err()).isEmpty();

        root.write("extensions.d/101.yaml", BROKEN);
        Jar.CommandResult broken = Jar.run(folder, "check");
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.err())
                .containsExactly("extensions.d/101.yaml:2:1: error: unknown key 'frist_name' in an extension;"
                        + " did you mean 'first_name'?");
        assertThat(root.resolve("out/.lineman")).doesNotExist();
        assertThat(root.resolve("out/provisioning")).doesNotExist();
    }

    @Test
    void everyOptionIsAlsoAVariable() throws Exception {
        root.write("extensions.d/_defaults.yaml", "provisioning: {allow: [10.0.0.0/8]}\n");
        root.write("extensions.d/101.yaml", BROKEN);
        Jar.CommandResult ended =
                Jar.run(Path.of("/"), Map.of("LINEMAN_ROOT", folder.toString(), "LINEMAN_FORMAT", "json"), "check");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .containsExactly(
                        "{\"severity\":\"error\",\"blocking\":true,\"file\":\"extensions.d/101.yaml\",\"line\":2,\"column\":1,"
                                + "\"message\":\"unknown key 'frist_name' in an extension; did you mean 'first_name'?\"}");
        assertThat(Jar.run(folder, Map.of("LINEMAN_FORMAT", "json"), "check", "--format", "text")
                        .err())
                .as("what is typed wins")
                .allMatch(line -> line.startsWith("extensions.d/"));
    }

    @Test
    void aSecondRenderChangesNoFile() throws Exception {
        root.write("templates/static/fw/a.bin", "firmware");
        Jar.CommandResult first = Jar.run(folder, "render");
        assertThat(first.code()).isZero();
        assertThat(first.out()).containsExactly("2 files: 2 written, 0 removed");
        assertThat(root.provisioning())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("cfg000413246672", FixtureRoot.JOHN, "fw/a.bin", "firmware"));
        Map<Path, String> before = inodes();

        Jar.CommandResult second = Jar.run(folder, "render");
        assertThat(second.out()).containsExactly("2 files: 0 written, 0 removed");
        assertThat(inodes()).isEqualTo(before);
    }

    @Test
    void renderRemovesUnclaimedFilesAndKeepsTheFilesOfBrokenInputs() throws Exception {
        root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Jane"));
        root.write("extensions.d/102.yaml", FixtureRoot.extension(102, "Jim"));
        root.write("out/provisioning/foreign.txt", "not ours");
        assertThat(Jar.run(folder, "render").code()).isZero();
        Files.delete(root.resolve("extensions.d/101.yaml"));
        root.write("extensions.d/102.yaml", BROKEN);
        Jar.CommandResult ended = Jar.run(folder, "render", "--max-wait", "50ms");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).containsExactly("2 files: 0 written, 1 removed");
        assertThat(root.provisioning())
                .containsOnlyKeys("cfg000413246672", "cfg" + FixtureRoot.mac(102), "foreign.txt");
    }

    private static void assertRefused(Jar.CommandResult ended, int code, String... lines) {
        assertThat(ended.code()).isEqualTo(code);
        assertThat(ended.err()).containsExactly(lines);
        assertThat(ended.out()).isEmpty();
    }

    /** Returns inode and modification time of every published file. */
    private Map<Path, String> inodes() throws IOException {
        Map<Path, String> inodes = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root.resolve("out/provisioning"))) {
            for (Path file : all.toList()) {
                inodes.put(file, Files.getAttribute(file, "unix:ino") + " " + Files.getLastModifiedTime(file));
            }
        }
        return inodes;
    }
}
