package dev.lineman.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of secrets is warned about while it lies open. */
class ExposureTest {
    @TempDir
    Path folder;

    private Path secrets;
    private Exposure exposure;

    @BeforeEach
    void writeSecrets() throws IOException {
        secrets = folder.resolve("site/secrets.yaml");
        Files.createDirectories(secrets.getParent());
        Files.writeString(secrets, "a: hunter2\n");
        mode("rw-r-----");
        exposure = new Exposure(secrets, "secrets.yaml");
    }

    @Test
    void aFileForItsOwnerAndGroupIsNothingToWarnAbout() {
        assertThat(exposure.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--", "rw----r--", "rw-----w-"})
    void whatEveryUserCanReadOrChangeIsWarnedAbout(String permissions) throws IOException {
        mode(permissions);
        assertThat(exposure.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.WARNING);
            assertThat(problem.toString())
                    .startsWith("secrets.yaml:1:1: warning: every user")
                    .doesNotContain("hunter2");
        });
        mode("rw-------");
        assertThat(exposure.problems()).isEmpty();
    }

    @Test
    void noFileIsNothingToWarnAbout() throws IOException {
        Files.delete(secrets);
        assertThat(exposure.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2, 20", "3, 20", "4, 20", "2, 32", "4, 32"})
    void aFileThatGitTracksIsWarnedAbout(int version, int hash) throws IOException {
        List<String> others = List.of("a", "extensions.d/100.yaml", "site/secrets.yam", "z");
        index(version, hash, others);
        assertThat(exposure.problems()).isEmpty();
        List<String> all = new ArrayList<>(others);
        all.add(3, "site/secrets.yaml");
        index(version, hash, all);
        assertThat(messages()).singleElement().asString().contains("Git tracks this file");
        index(version, hash, others);
        assertThat(exposure.problems()).isEmpty();
    }

    @Test
    void aDamagedIndexSaysNothing() throws IOException {
        index(4, 20, List.of("site/secrets.yaml"));
        Path file = folder.resolve(".git/index");
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < 70; length++) {
            byte[] cut = new byte[length];
            System.arraycopy(bytes, 0, cut, 0, length);
            Files.write(file, cut);
            assertThat(exposure.problems()).as("cut to " + length).isEmpty();
        }
    }

    @Test
    void gitItselfWritesSuchAnIndex() throws Exception {
        for (String version : List.of("2", "3", "4")) {
            Path tree = folder.resolve("tree" + version);
            Files.createDirectories(tree.resolve("deep"));
            Files.writeString(tree.resolve("before"), "x");
            Path file = tree.resolve("deep/secrets.yaml");
            Files.writeString(file, "x");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            assumeTrue(git(tree, "init", "-q"), "no git here");
            Exposure there = new Exposure(file, "deep/secrets.yaml");
            git(tree, "add", "before");
            git(tree, "update-index", "--index-version", version);
            assertThat(there.problems()).isEmpty();
            git(tree, "add", "--intent-to-add", "deep/secrets.yaml");
            assertThat(there.problems()).hasSize(1);
            git(tree, "add", "deep/secrets.yaml");
            assertThat(there.problems()).hasSize(1);
            git(tree, "rm", "-q", "--cached", "deep/secrets.yaml");
            assertThat(there.problems()).isEmpty();
        }
    }

    private static boolean git(Path tree, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", tree.toString()));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return git.waitFor(30, TimeUnit.SECONDS) && git.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> messages() {
        return exposure.problems().stream().map(Problem::message).toList();
    }

    private void mode(String permissions) throws IOException {
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString(permissions));
    }

    /** An index as gitformat-index(5) has it. */
    private void index(int version, int hash, List<String> paths) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0x44495243);
        out.writeInt(version);
        out.writeInt(paths.size());
        String last = "";
        for (String path : paths) {
            int start = bytes.size();
            boolean extended = version == 3;
            out.write(new byte[24]);
            out.writeInt(0100644);
            out.write(new byte[12]);
            out.write(new byte[hash]);
            out.writeShort(path.length() | (extended ? 0x4000 : 0));
            if (extended) {
                out.writeShort(0x2000);
            }
            if (version == 4) {
                int same = 0;
                while (same < Math.min(last.length(), path.length()) && last.charAt(same) == path.charAt(same)) {
                    same++;
                }
                out.write(last.length() - same);
                out.write(path.substring(same).getBytes(StandardCharsets.UTF_8));
                out.write(0);
            } else {
                out.write(path.getBytes(StandardCharsets.UTF_8));
                do {
                    out.write(0);
                } while ((bytes.size() - start) % 8 != 0);
            }
            last = path;
        }
        out.write(new byte[hash]);
        Files.createDirectories(folder.resolve(".git"));
        Files.write(folder.resolve(".git/index"), bytes.toByteArray());
    }
}
