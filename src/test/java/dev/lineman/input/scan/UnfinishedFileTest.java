package dev.lineman.input.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.git.UnfinishedFile;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnfinishedFileTest {
    private static final String CONFLICT = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\nd\n";
    private static final String POINTER =
            "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0f".repeat(32) + "\nsize 38797312\n";

    @TempDir
    Path temporary;

    private static Problem problem(String content) {
        return UnfinishedFile.problem("f", content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCompleteSetOfMarkersIsAProblemAtTheFirstMarker() {
        assertThat(problem(CONFLICT))
                .hasToString("f:2:1: error: a merge has left its conflict markers here, down to line 6: resolve the"
                        + " conflict, and remove the lines of the markers");
        for (String content : List.of(
                CONFLICT.replace("\n", "\r\n"),
                CONFLICT.strip(),
                CONFLICT.replace("=======", "||||||| base\no\n======="),
                CONFLICT.replace(" HEAD", "").replace(" theirs", ""),
                CONFLICT.replace("<<<<<<<", "<".repeat(12))
                        .replace("=======", "=".repeat(12))
                        .replace(">>>>>>>", ">".repeat(12)),
                "a\n<<<<<<< x\n=======\n>>>>>>> y")) {
            assertThat(problem(content)).as(content).asString().startsWith("f:2:1: error: a merge");
        }
        assertThat(problem("=======\n>>>>>>> x\n<<<<<<< never ends\n" + CONFLICT))
                .asString()
                .startsWith("f:5:1:");
    }

    @Test
    void anIncompleteOrUnorderedSetOfMarkersIsText() {
        for (String content : List.of(
                "",
                "Title\n=======\ntext\n",
                "<<<<<<< HEAD\na\n>>>>>>> b\n",
                "<<<<<<< HEAD\na\n=======\nb\n",
                ">>>>>>> b\n=======\n<<<<<<< a\n",
                CONFLICT.replace("<<<<<<<", " <<<<<<<"),
                CONFLICT.replace("=======", "=========="),
                CONFLICT.replace("=======", "======= x"),
                CONFLICT.replace("<<<<<<< ", "<<<<<<<x"),
                "\0" + CONFLICT)) {
            assertThat(problem(content)).as(content).isNull();
        }
    }

    @Test
    void aPointerOfGitLfsIsAProblem() {
        for (String content : List.of(
                POINTER,
                POINTER.replace("\n", "\r\n"),
                POINTER.strip(),
                POINTER.replace("oid", "ext-0-foo sha256:00\noid"),
                POINTER.replace("git-lfs", "hawser"))) {
            assertThat(problem(content))
                    .as(content)
                    .asString()
                    .contains("f:1:1: error")
                    .contains("git lfs pull");
        }
        assertThat(problem(POINTER + "and more\n")).isNull();
        assertThat(problem("version https://example.org/\n")).isNull();
    }

    @Test
    void anUnfinishedFileKeepsItsLastGoodContent() throws IOException {
        ScanFixture scanFixture = ScanFixture.in(temporary.resolve("root"));
        List<String> paths = List.of(
                "extensions.d/100.yaml",
                "secrets.yaml",
                "templates/lib/l",
                "templates/phones/p.xml",
                "templates/site/s.xml",
                "templates/static/a.cfg");
        for (String path : paths) {
            scanFixture.write(path, "good");
        }
        scanFixture.scan(ScanFixture.EVERYTHING);
        for (String unfinished : List.of(CONFLICT, POINTER)) {
            for (String path : paths) {
                scanFixture.replace(path, unfinished);
            }
            assertThat(scanFixture.scan(ScanFixture.EVERYTHING).changes()).isEmpty();
            assertThat(scanFixture.documents()).hasSameSizeAs(paths);
            assertThat(scanFixture.problems()).hasSameSizeAs(paths);
            for (String path : paths) {
                assertThat(scanFixture.snapshot.entry(path).broken()).as(path).isTrue();
            }
        }
        for (String path : paths) {
            scanFixture.replace(path, "better");
        }
        assertThat(scanFixture.scan(ScanFixture.EVERYTHING).changes()).hasSameSizeAs(paths);
        assertThat(scanFixture.problems()).isEmpty();
    }

    @Test
    void aStaticFileThatWasNeverCompleteIsUnknown() throws IOException {
        ScanFixture scanFixture = ScanFixture.in(temporary.resolve("root"));
        scanFixture.write("templates/static/a.cfg", CONFLICT);
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.documents()).isEmpty();
        assertThat(scanFixture.snapshot.isUnknown("templates/static/a.cfg")).isTrue();
    }
}
