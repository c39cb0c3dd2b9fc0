package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} and {@code export} over a real folder. */
class BulkCommandsTest {
    @TempDir
    private Path folder;

    private Path root;
    private Terminal terminal;
    private Path csv;

    @BeforeEach
    void aRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        terminal = new Terminal(root);
        csv = folder.resolve("staff.csv");
        Files.createDirectories(root.resolve("templates/phones"));
    }

    private int imports(String table, String... options) throws IOException {
        Files.writeString(csv, table);
        return terminal.run(Stream.concat(Stream.of("import", csv.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private Path file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void anImportWritesAFileForEachExtension() throws IOException {
        assertThat(imports("Number;FirstName\n100;Ann\n101;Bob\n", "--into", "extensions.d/berlin"))
                .as(terminal.err())
                .isZero();
        assertThat(files()).containsExactly("extensions.d/berlin/100.yaml", "extensions.d/berlin/101.yaml");
        Path file = root.resolve("extensions.d/berlin/100.yaml");
        assertThat(file).hasContent("extension: 100\nfirst_name: Ann");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(terminal.out()).isEqualTo("2 extensions in 2 files written\n");
    }

    /** The shell's {@code <(…)} is a pipe. The second opening by the writer gives a second reader the end of a file. */
    @Test
    void anImportReadsAPipeOnce() throws Exception {
        Files.writeString(csv, "Number;FirstName\n100;Ann\n");
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process writer = new ProcessBuilder(
                        "sh", "-c", "cat \"$1\" > \"$2\"; : > \"$2\"", "sh", csv.toString(), pipe.toString())
                .start();
        try {
            assertThat(terminal.run("import", pipe.toString()))
                    .as(terminal.err())
                    .isZero();
        } finally {
            writer.destroyForcibly();
        }
        assertThat(files()).containsExactly("extensions.d/100.yaml");
    }

    @Test
    void aSafeExportHasNoFormulaAndImportsToTheSameValues() throws IOException {
        String yaml = "extension: +49\nfirst_name: =1+1\nlast_name: '@SUM(1)'\nvars:\n  vm: \"-1\"\n";
        file("extensions.d/a.yaml", yaml);
        assertThat(terminal.run("export", "--spreadsheet-safe", "--out", csv.toString()))
                .isZero();
        assertThat(csv).content().contains("\"!text +49\",\"!text =1+1\",\"!text @SUM(1)\"", "\"!text -1\"");
        assertThat(terminal.run("import", csv.toString(), "--overwrite"))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.run("export")).isZero();
        assertThat(terminal.out()).contains("+49,=1+1,@SUM(1),", ",-1\n").doesNotContain("!text");
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        file("extensions.d/100.yaml", "extension: 100\nlabel: x\n");
        assertThat(imports("extension\n100\n101\n", "--dry-run", "--overwrite")).isZero();
        assertThat(files()).containsExactly("extensions.d/100.yaml");
        assertThat(terminal.out()).isEqualTo("""
                        would replace extensions.d/100.yaml
                        would write extensions.d/101.yaml
                        2 extensions in 2 files, nothing was written
                        """);
    }

    @Test
    void nothingIsWrittenWhenOneRowIsWrong() throws IOException {
        assertThat(imports("extension,mac\n100,\n101,4.13247E+11\n")).isEqualTo(1);
        assertThat(files()).isEmpty();
        assertThat(terminal.out()).isEqualTo("nothing was written\n");
        assertThat(terminal.err()).startsWith(csv + ":3:2: error: a spreadsheet");
    }

    @Test
    void aFileIsReplacedOnlyWithOverwrite() throws IOException {
        file("extensions.d/100.yaml", "extension: 100\n");
        assertThat(imports("extension,label\n100,x\n")).isEqualTo(1);
        assertThat(terminal.err())
                .isEqualTo(csv + ":2:1: error: extensions.d/100.yaml is already there; replace it with --overwrite, or"
                        + " choose another folder with --into\n");
        assertThat(imports("extension,label\n100,x\n", "--overwrite")).isZero();
        assertThat(root.resolve("extensions.d/100.yaml")).hasContent("extension: 100\nlabel: x");
    }

    @Test
    void anUnreadableFileIsAWarning() throws IOException {
        file("extensions.d/broken.yaml", "extension: [\n");
        assertThat(imports("extension\n100\n")).isZero();
        assertThat(terminal.err()).startsWith("extensions.d/broken.yaml:1:1: warning: this cannot be read");
        assertThat(root.resolve("extensions.d/100.yaml")).exists();
        assertThat(imports("extension,file\n102,extensions.d/broken.yaml\n", "--overwrite"))
                .isZero();
    }

    @Test
    void linksThatLeadOutAreNotFollowed() throws IOException {
        Files.createDirectories(root.resolve("extensions.d"));
        Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(root.resolve("extensions.d/x"), folder.resolve("elsewhere"));
        assertThat(imports("extension\n100\n", "--into", "extensions.d/x/y")).isEqualTo(1);
        assertThat(terminal.err()).contains("extensions.d/x leads out of extensions.d");
        assertThat(folder.resolve("elsewhere")).isEmptyDirectory();
        Files.createDirectories(root.resolve("templates/static"));
        Files.createSymbolicLink(root.resolve("extensions.d/y"), Path.of("../templates/static"));
        assertThat(imports("extension\n100\n", "--into", "extensions.d/y")).isEqualTo(1);
        assertThat(root.resolve("templates/static")).isEmptyDirectory();
        file("extensions.d/z", "");
        assertThat(imports("extension\n100\n", "--into", "extensions.d/z")).isEqualTo(1);
        assertThat(terminal.err()).contains("extensions.d/z is not a folder");
    }

    @Test
    void anExportImportsToTheSame() throws IOException {
        file("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1\n");
        file("extensions.d/a.yaml", "- extension: 100\n  auth_password: !secret x\n- extension: 101\n  label: '0'\n");
        file("extensions.d/berlin/b.yml", "extension: 102\nphone:\n  mac: 000413246672\n  model: X\n");
        assertThat(terminal.run("export")).as(terminal.err()).isZero();
        String exported = terminal.out();
        assertThat(terminal.run("export", "--out", csv.toString())).isZero();
        assertThat(csv).hasContent(exported);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(csv)))
                .isEqualTo("rw-r-----");
        assertThat(terminal.run("import", csv.toString(), "--overwrite"))
                .as(terminal.err())
                .isZero();
        assertThat(root.resolve("extensions.d/a.yaml"))
                .hasContent("extension: 100\nauth_password: !secret x\n---\nextension: 101\nlabel: 0");
        assertThat(terminal.run("export")).isZero();
        assertThat(terminal.out()).isEqualTo(exported);
    }

    @Test
    void nothingIsExportedIfExtensionsWouldBeMissing() throws IOException {
        file("extensions.d/a.yaml", "extension: 100\n");
        file("extensions.d/broken.yaml", "extension: [\n");
        assertThat(terminal.run("export", "--out", csv.toString())).isEqualTo(1);
        assertThat(csv).doesNotExist();
        assertThat(terminal.err()).contains("extensions.d/broken.yaml:", "nothing was exported");
        file("extensions.d/broken.yaml", "extension: 100\n");
        assertThat(terminal.run("export")).isEqualTo(1);
        assertThat(terminal.out()).hasLineCount(3);
    }

    @Test
    void wrongUsageAndMissingFilesHaveDifferentExitCodes() throws IOException {
        assertThat(imports("extension\n100\n", "--into", "elsewhere")).isEqualTo(2);
        assertThat(imports("extension\n100\n", "--into", "extensions.d/../..")).isEqualTo(2);
        assertThat(terminal.run("import")).isEqualTo(2);
        assertThat(terminal.run("import", folder.resolve("none.csv").toString()))
                .isEqualTo(3);
        assertThat(terminal.err()).contains("none.csv cannot be read: no such file or folder");
        assertThat(terminal.run("import", folder.toString())).isEqualTo(3);
        assertThat(terminal.run("export", "--root", folder.resolve("none").toString()))
                .isEqualTo(3);
        assertThat(terminal.run("export", "--out", root.resolve("a/b").toString()))
                .isEqualTo(3);
        assertThat(terminal.err()).contains("lineman init");
        Files.createDirectory(root.resolve("extensions.d"));
        assertThat(terminal.run("export", "--out", root.resolve("a/b").toString()))
                .isEqualTo(3);
    }

    @Test
    void nothingIsImportedIntoAFolderThatIsNotMounted() throws IOException {
        MissingMount.noteAt(root, "extensions.d/acme");
        assertThat(imports("Number;FirstName\n100;Ann\n", "--into", "extensions.d/acme"))
                .isEqualTo(1);
        assertThat(terminal.err())
                .contains("extensions.d/acme/100.yaml would be hidden when the file system is mounted again");
        assertThat(root.resolve("extensions.d/acme")).isEmptyDirectory();
    }

    @Test
    void unmountedTemplatesDoNotPreventAnExport() throws IOException {
        file("extensions.d/100.yaml", "extension: 100\nfirst_name: Ann\n");
        MissingMount.noteAt(root, "templates/phones");
        assertThat(terminal.run("export")).as(terminal.err()).isZero();
        assertThat(terminal.out()).contains("100", "Ann");
    }
}
