package dev.lineman.input.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.input.revision.NoSuchRevisionException;
import dev.lineman.input.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit and its checked-out files give the same inputs and the same link errors. */
final class CommitLinksTest {
    @TempDir
    Path temporary;

    private ScanFixture scanFixture;

    @BeforeEach
    void aRepository() throws IOException, InterruptedException {
        scanFixture = ScanFixture.in(temporary.resolve("repository/root"));
        git("init", "-q", "..");
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("git"), Arrays.stream(arguments)).toList();
        ProcessBuilder git = new ProcessBuilder(command).directory(scanFixture.root.toFile());
        git.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        assertThat(git.inheritIO().start().waitFor()).isZero();
    }

    private void commit() throws IOException, InterruptedException {
        git("add", "-A", "..");
        git("-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "-q", "-m", "inputs");
    }

    private void link(String name, String target) throws IOException {
        Path link = scanFixture.path(name);
        Files.createDirectories(Objects.requireNonNull(link.getParent()));
        Files.createSymbolicLink(link, Path.of(target));
    }

    private void readsTheSame() throws NoSuchRevisionException, IOException, InterruptedException {
        commit();
        Snapshot committed = scanFixture.scanner.scanCommit("HEAD").snapshot();
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(ScanFixture.documents(committed)).isEqualTo(scanFixture.documents());
        assertThat(committed.problems()).isEqualTo(scanFixture.snapshot.problems());
    }

    @Test
    void aLinkOutOfItsKindOfFolderIsReadNeitherFromDiskNorFromTheCommit() throws Exception {
        Path outside = Files.writeString(temporary.resolve("outside.yaml"), "outside");
        scanFixture.write("../beside.yaml", "beside");
        scanFixture.write("beside.yaml", "beside");
        scanFixture.write("extensions.d/100.yaml", "one");
        scanFixture.write("templates/lib/l", "lib");
        link("extensions.d/a.yaml", "../beside.yaml");
        link("extensions.d/b.yaml", "../../beside.yaml");
        link("extensions.d/c.yaml", outside.toString());
        link("extensions.d/d.yaml", "nowhere");
        link("extensions.d/e.yaml", "e.yaml");
        link("templates/static/x", "../../extensions.d");
        link("templates/static/y", "x/100.yaml");
        link("templates/static/z", "../..");
        link("templates/static/w/l", "../../lib/l");
        commit();
        Snapshot committed = scanFixture.scanner.scanCommit("HEAD").snapshot();
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(ScanFixture.documents(committed))
                .isEqualTo(scanFixture.documents())
                .hasSize(2);
        assertThat(committed.blocked())
                .isEqualTo(scanFixture.snapshot.blocked())
                .hasSize(9);
        assertThat(committed.problems())
                .filteredOn(problem -> !problem.at().file().equals("extensions.d/e.yaml"))
                .isSubsetOf(scanFixture.snapshot.problems());
    }

    @Test
    void linksInsideAKindOfFolderAreFollowedInBoth() throws Exception {
        scanFixture.write("extensions.d/..2026/100.yaml", "one");
        scanFixture.write("extensions.d/sub/101.yaml", "two");
        link("extensions.d/..data", "..2026");
        link("extensions.d/100.yaml", "..data/100.yaml");
        link("extensions.d/alias", "sub");
        link("extensions.d/sub/up", "..");
        link("extensions.d/way.yaml", "../way/101.yaml");
        link("way", "extensions.d/alias");
        link("extensions.d/absolute", scanFixture.path("extensions.d/sub").toString());
        readsTheSame();
        assertThat(scanFixture.documents())
                .containsKeys("extensions.d/100.yaml", "extensions.d/alias/101.yaml", "extensions.d/way.yaml");
    }

    @Test
    void inputFoldersThatAreLinksAreReadInBoth() throws Exception {
        scanFixture.write("repo/templates/static/a.bin", "firmware");
        scanFixture.write("fw/b.bin", "firmware");
        Files.delete(scanFixture.path("templates/static"));
        Files.delete(scanFixture.path("templates"));
        link("templates", "repo/templates");
        link("repo/templates/lib", "../../fw");
        link("repo/templates/phones", "../../extensions.d");
        scanFixture.write("extensions.d/100.yaml", "one");
        readsTheSame();
        assertThat(scanFixture.documents())
                .containsOnlyKeys("extensions.d/100.yaml", "templates/lib/b.bin", "templates/static/a.bin");
        assertThat(scanFixture.problems()).singleElement().asString().contains("templates/phones");
    }

    @Test
    void aCommittedConflictIsReadNeitherFromDiskNorFromTheCommit() throws Exception {
        scanFixture.write("templates/static/a.cfg", "<<<<<<< a\n=======\n>>>>>>> b\n");
        scanFixture.write("templates/lib/l", "<<<<<<< a\n=======\n>>>>>>> b\n");
        readsTheSame();
        assertThat(scanFixture.documents()).isEmpty();
        assertThat(scanFixture.problems()).hasSize(2);
    }

    @Test
    void anInputFolderOutsideOfTheCommitCannotBeCompared() throws Exception {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.delete(scanFixture.path("templates/static"));
        link("templates/static", outside.toRealPath().toString());
        commit();
        ScanFixture allowing = ScanFixture.allowing(scanFixture.root, outside);
        assertThatThrownBy(() -> allowing.scanner.scanCommit("HEAD"))
                .isInstanceOf(NoSuchRevisionException.class)
                .hasMessageContaining("templates/static is a symbolic link to");
    }
}
