package dev.lineman.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.make.FolderNames;
import dev.lineman.input.InputPaths;
import dev.lineman.input.SymlinkPolicy;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@link InputReader}: which file names are inputs, and which give a warning. */
final class InputNamesTest {
    private static final String EXTENSION = "extension: 100\n";
    private static final String TEMPLATE =
            "<doc><header><type>phone-template</type><name>T</name></header><data><device>"
                    + "<deviceconfig filename=\"a\">x</deviceconfig></device></data></doc>";

    @TempDir
    Path root;

    private SnapshotScanner scanner;
    private Snapshot snapshot = Snapshot.empty();

    @BeforeEach
    void inputFolders() throws IOException {
        InputPaths inputs = new InputPaths(root, FolderNames.KINDS, List.of(), SymlinkPolicy.protecting());
        scanner = new SnapshotScanner(inputs, new InputReader("secrets.yaml", () -> false), InstantSource.system());
        for (String kind : FolderNames.KINDS) {
            Files.createDirectories(root.resolve(kind));
        }
    }

    private void write(String path, String content) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), content);
    }

    private ScanResult scan(String... paths) {
        List<Hint> hints = paths.length == 0
                ? List.of(new Hint.FullScanHint())
                : Arrays.stream(paths)
                        .<Hint>map(path -> new Hint.PathHint(root.resolve(path)))
                        .toList();
        ScanResult scanResult = scanner.scan(snapshot, hints);
        snapshot = scanResult.snapshot();
        return scanResult;
    }

    private List<String> problems() {
        return snapshot.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void fileNameSuffixesIgnoreCase() throws IOException {
        List<String> read = List.of(
                "extensions.d/a.YAML",
                "extensions.d/b.Yml",
                "extensions.d/sub/c.yaml",
                "templates/phones/t.XML",
                "templates/site/s.Xml");
        for (String path : read) {
            write(
                    path,
                    path.startsWith("ext")
                            ? EXTENSION
                            : path.contains("site") ? TEMPLATE.replace("phone-", "site-") : TEMPLATE);
        }
        assertThat(scan().changes()).extracting(FileChange::path).containsExactlyElementsOf(read);
        assertThat(problems()).isEmpty();
    }

    @Test
    void aFileThatIsNotReadGivesOneWarningUntilItIsDeleted() throws IOException {
        List<String> unread = List.of(
                "extensions.d/100.yaml.txt",
                "extensions.d/101.yml.bak",
                "extensions.d/102",
                "extensions.d/sub/103.yaml.orig",
                "extensions.d/sub/staff.csv",
                "templates/phones/t.xml.old",
                "templates/site/book.vm");
        for (String path : unread) {
            write(path, "text");
        }
        scan();
        assertThat(problems()).hasSameSizeAs(unread);
        for (int i = 0; i < unread.size(); i++) {
            assertThat(problems().get(i)).startsWith(unread.get(i) + ":1:1: warning: this file is not read");
        }
        assertThat(scanner.differences(snapshot)).isEmpty();
        Snapshot before = snapshot;
        scan(unread.toArray(String[]::new));
        assertThat(snapshot).isSameAs(before);
        for (String path : unread) {
            Files.delete(root.resolve(path));
        }
        assertThat(scanner.differences(snapshot)).hasSameSizeAs(unread);
        scan(unread.get(0), "extensions.d/sub", "templates");
        assertThat(problems()).hasSize(2);
        scan();
        assertThat(problems()).isEmpty();
    }

    @Test
    void anExtensionFileWithANewSuffixGivesAWarning() throws IOException {
        write("extensions.d/100.yaml", EXTENSION);
        scan();
        Files.move(root.resolve("extensions.d/100.yaml"), root.resolve("extensions.d/100.yaml.bak"));
        assertThat(scan("extensions.d/100.yaml", "extensions.d/100.yaml.bak").changes())
                .hasSize(1);
        assertThat(problems())
                .containsExactly(
                        "extensions.d/100.yaml.bak:1:1: warning: this file is not read, because its name does not"
                                + " end in .yaml or .yml: rename it, or move it out of extensions.d");
        assertThat(snapshot.isUnknown("extensions.d/100.yaml")).isFalse();
        Files.delete(root.resolve("extensions.d/100.yaml.bak"));
        write("extensions.d/100.yaml.bak/100.yaml", EXTENSION);
        assertThat(scan("extensions.d/100.yaml.bak").changes()).hasSize(1);
        assertThat(problems()).isEmpty();
    }

    @Test
    void documentedFileNamesAreIgnored() throws IOException {
        for (String name : List.of(
                ".100.yaml.swp",
                ".gitkeep",
                "100.yaml~",
                "#100.yaml#",
                "100.swp",
                "100.tmp",
                "4913",
                "README",
                "readme.txt",
                "LICENSE",
                "CHANGELOG.md",
                "notes.md")) {
            write("extensions.d/" + name, "text");
            write("templates/phones/" + name, "text");
        }
        write("templates/lib/anything", "text");
        write("templates/static/anything", "text");
        write("templates/other/anything", "text");
        scan();
        assertThat(problems()).isEmpty();
        assertThat(snapshot.files()).hasSize(2);
    }

    @Test
    void manyUnreadFilesAreSummarized() throws IOException {
        for (int i = 0; i < 60; i++) {
            write("extensions.d/" + (100 + i) + ".yaml.txt", "text");
        }
        scan();
        assertThat(problems()).hasSize(51);
        assertThat(problems().get(50))
                .isEqualTo(
                        "extensions.d/150.yaml.txt:1:1: warning: 10 more files are not read, here and after this one:"
                                + " move or rename them");
    }

    @Test
    void defaultsUnderAnotherNameAreAnError() throws IOException {
        for (String name : List.of("_defaults.yml", "_defaults.YAML", "_Defaults.yaml")) {
            write("extensions.d/" + name, "pbx_ip: 10.0.0.1\n");
            scan();
            assertThat(problems())
                    .singleElement()
                    .asString()
                    .contains("rename this file: defaults are in _defaults.yaml");
            Files.delete(root.resolve("extensions.d/" + name));
        }
    }
}
