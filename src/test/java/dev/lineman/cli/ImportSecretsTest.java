package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code import} writes the passwords of a table to the file of secrets, and references into the extension files. */
class ImportSecretsTest {
    private static final String TABLE = "extension,auth_password\n100,s3cret\n101,'a: #b'\n";

    @TempDir
    private Path folder;

    private Path root;
    private Terminal terminal;

    @BeforeEach
    void aRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        terminal = new Terminal(root);
        Files.createDirectories(root.resolve("templates/phones"));
    }

    private int imports(String table, String... options) throws IOException {
        Files.writeString(folder.resolve("t.csv"), table);
        return terminal.run(
                Stream.concat(Stream.of("import", folder.resolve("t.csv").toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(file)));
    }

    @Test
    void passwordsGoToANewFileOfSecretsForItsOwnerOnly() throws IOException {
        assertThat(imports(TABLE)).as(terminal.err()).isZero();
        assertThat(root.resolve("secrets.yaml"))
                .hasContent("100-auth_password: s3cret\n101-auth_password: '''a: #b'''");
        assertThat(mode("secrets.yaml")).isEqualTo("rw-------");
        assertThat(root.resolve("extensions.d/100.yaml"))
                .hasContent("extension: 100\nauth_password: !secret 100-auth_password");
        assertThat(terminal.out()).isEqualTo("""
                2 extensions in 2 files written
                2 new secrets are in secrets.yaml: the server needs them before the extension files
                """);
    }

    @Test
    void aDryRunCountsTheSecretsAndWritesNothing() throws IOException {
        assertThat(imports("extension,auth_password\n100,s3cret\n", "--dry-run"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("""
                would write extensions.d/100.yaml
                1 extension in 1 file, nothing was written
                1 new secret would be in secrets.yaml: the server needs it before the extension files
                """);
        assertThat(root.resolve("secrets.yaml")).doesNotExist();
    }

    @Test
    void commentsOrderAndModeOfTheFileOfSecretsStay() throws IOException {
        terminal.write("secrets.yaml", "# the door\nz: 1 # old\n\na: two");
        Files.setPosixFilePermissions(root.resolve("secrets.yaml"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(imports("extension,auth_password\n100,s3cret\n"))
                .as(terminal.err())
                .isZero();
        assertThat(root.resolve("secrets.yaml"))
                .hasContent("# the door\nz: 1 # old\n\na: two\n100-auth_password: s3cret");
        assertThat(mode("secrets.yaml")).isEqualTo("rw-r-----");
    }

    @Test
    void aLinkToTheFileOfSecretsStaysALink() throws IOException {
        Path real = Files.writeString(folder.resolve("real.yaml"), "a: 1\n");
        Files.createSymbolicLink(root.resolve("secrets.yaml"), real);
        assertThat(imports("extension,auth_password\n100,s3cret\n"))
                .as(terminal.err())
                .isZero();
        assertThat(real).hasContent("a: 1\n100-auth_password: s3cret");
        assertThat(root.resolve("secrets.yaml")).isSymbolicLink();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing yet", "# nothing yet\n\n"})
    void anEmptyFileOfSecretsGetsTheSecrets(String content) throws IOException {
        terminal.write("secrets.yaml", content);
        assertThat(imports("extension,auth_password\n100,s3cret\n"))
                .as(terminal.err())
                .isZero();
        assertThat(root.resolve("secrets.yaml"))
                .content()
                .endsWith("100-auth_password: s3cret\n")
                .startsWith(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a: 1}\n", "a: 1\n...\n", "  a: 1\n", "a: [\n", "- a\n"})
    void aFileThatCannotTakeALineStopsTheImport(String content) throws IOException {
        terminal.write("secrets.yaml", content);
        assertThat(imports("extension,auth_password\n100,s3cret\n")).isEqualTo(1);
        assertThat(terminal.err())
                .containsPattern("^secrets.yaml:[12]:\\d: error: ")
                .doesNotContain("s3cret");
        assertThat(root.resolve("secrets.yaml")).content().isEqualTo(content);
        assertThat(root.resolve("extensions.d/100.yaml")).doesNotExist();
        // A table without passwords needs no file of secrets.
        assertThat(imports("extension\n100\n")).isZero();
    }

    @Test
    void aNameWithAnotherValueIsAnError() throws IOException {
        terminal.write("secrets.yaml", "100-auth_password: other\n");
        assertThat(imports("extension,auth_password\n100,s3cret\n")).isEqualTo(1);
        assertThat(terminal.err())
                .contains("t.csv:2:2: error: secrets.yaml already has another value for the secret"
                        + " '100-auth_password': correct it there, or write '!secret 100-auth_password' into this cell to"
                        + " keep it")
                .doesNotContain("s3cret")
                .doesNotContain("other\n");
        assertThat(root.resolve("secrets.yaml")).hasContent("100-auth_password: other");
        assertThat(imports("extension,auth_password\n100,!secret 100-auth_password\n"))
                .isZero();
    }

    @Test
    void twoRowsWithTheSameNameAndAnotherValueAreAnError() throws IOException {
        assertThat(imports("extension,site,auth_password\nb-1,a,x1\n1,a-b,x2\n"))
                .isEqualTo(1);
        assertThat(terminal.err())
                .contains("another row already has another value for the secret 'a-b-1-auth_password'");
    }

    @Test
    void theSiteOfTheRowOrOfTheFolderIsInTheName() throws IOException {
        terminal.write("extensions.d/zeta/_defaults.yaml", "site: zeta\n");
        assertThat(imports("""
                extension,site,file,auth_password,vars.web_pin,phone.vars.token,mac,provisioning.user,provisioning.password
                100,acme,extensions.d/a.yaml,one,,,,,
                101,,extensions.d/zeta/101.yaml,two,three,four,00:04:13:24:66:72,u,five
                """)).as(terminal.err()).isEqualTo(1);
        assertThat(imports("""
                extension,site,file,auth_password,vars.web_pin,provisioning.user,provisioning.password
                100,acme,extensions.d/a.yaml,one,,,
                101,,extensions.d/zeta/101.yaml,two,three,u,five
                """)).as(terminal.err()).isZero();
        assertThat(root.resolve("secrets.yaml")).hasContent("""
                acme-100-auth_password: one
                zeta-101-auth_password: two
                zeta-101-web_pin: three
                zeta-101-provisioning_password: five""");
    }

    @Test
    void plainPasswordsStayInTheFiles() throws IOException {
        assertThat(imports("extension,auth_password\n100,s3cret\n", "--plain-passwords"))
                .isZero();
        assertThat(root.resolve("extensions.d/100.yaml")).hasContent("extension: 100\nauth_password: s3cret");
        assertThat(root.resolve("secrets.yaml")).doesNotExist();
        assertThat(terminal.out()).isEqualTo("1 extension in 1 file written\n");
    }

    @Test
    void aSecondImportOfTheSameTableChangesNothing() throws IOException {
        assertThat(imports(TABLE)).isZero();
        FileTime past = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        for (String file : new String[] {"secrets.yaml", "extensions.d/100.yaml", "extensions.d/101.yaml"}) {
            Files.setLastModifiedTime(root.resolve(file), past);
        }
        assertThat(imports(TABLE)).as(terminal.err()).isZero();
        assertThat(terminal.out()).isEqualTo("2 extensions in 2 files: 0 written, 2 unchanged\n");
        for (String file : new String[] {"secrets.yaml", "extensions.d/100.yaml", "extensions.d/101.yaml"}) {
            assertThat(Files.getLastModifiedTime(root.resolve(file))).isEqualTo(past);
        }
    }

    /** As after a kill between two files: the secrets and some files are there, and a temporary file is left. */
    @Test
    void anInterruptedImportIsCompletedByTheNext() throws IOException {
        assertThat(imports(TABLE)).isZero();
        String secrets = Files.readString(root.resolve("secrets.yaml"));
        Files.delete(root.resolve("extensions.d/101.yaml"));
        Path left = root.resolve("extensions.d/.lineman-" + Long.toString(Long.MAX_VALUE >> 20, 36) + "z0.tmp");
        Files.writeString(left, "half");
        assertThat(imports(TABLE)).as(terminal.err()).isZero();
        assertThat(terminal.out()).isEqualTo("2 extensions in 2 files: 1 written, 1 unchanged\n");
        assertThat(root.resolve("extensions.d/101.yaml"))
                .hasContent("extension: 101\nauth_password: !secret 101-auth_password");
        assertThat(root.resolve("secrets.yaml")).hasContent(secrets);
        assertThat(left).doesNotExist();
    }

    @Test
    void anExportImportsToTheSameFilesAndSecrets() throws IOException {
        assertThat(imports(TABLE)).isZero();
        assertThat(terminal.run("export")).isZero();
        String exported = terminal.out();
        assertThat(exported).contains("!secret 100-auth_password").doesNotContain("s3cret");
        assertThat(imports(exported)).as(terminal.err()).isZero();
        assertThat(terminal.out()).isEqualTo("2 extensions in 2 files: 0 written, 2 unchanged\n");
    }
}
