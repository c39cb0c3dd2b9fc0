package dev.lineman.input.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An exposed file of secrets gives a warning. */
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
    void aFileForItsOwnerAndGroupGivesNoWarning() {
        assertThat(exposure.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--", "rw----r--", "rw-----w-"})
    void aFileThatEveryUserCanReadOrChangeGivesAWarning(String permissions) throws IOException {
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
    void aFolderGivesNoWarningBecauseItHoldsNoSecrets() throws IOException {
        Files.delete(secrets);
        Files.createDirectory(secrets);
        mode("rwxr-xr-x");
        assertThat(exposure.problems()).isEmpty();
    }

    @Test
    void aMissingFileGivesNoWarning() throws IOException {
        Files.delete(secrets);
        assertThat(exposure.problems()).isEmpty();
    }

    @Test
    void aFileThatGitTracksGivesAWarning() throws Exception {
        git("init", "-q");
        assertThat(exposure.problems()).isEmpty();
        Files.writeString(folder.resolve("before"), "x");
        git("add", "before");
        assertThat(exposure.problems()).isEmpty();
        git("add", "--intent-to-add", "site/secrets.yaml");
        assertThat(exposure.problems()).hasSize(1);
        git("add", "site/secrets.yaml");
        assertThat(exposure.problems())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("Git tracks this file");
        git("rm", "-q", "--cached", "site/secrets.yaml");
        assertThat(exposure.problems()).isEmpty();
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command).inheritIO().start();
        assertThat(git.waitFor()).isZero();
    }

    private void mode(String permissions) throws IOException {
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString(permissions));
    }
}
