package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --allow-links-to}, and what commands do without it. */
class LinkOptionTest {
    private static final String EXTENSION = "extension: 100\nfirst_name: Ann\n";

    @TempDir
    private Path folder;

    private Path root;
    private Terminal terminal;

    @BeforeEach
    void aRootWithExtensionsElsewhere() throws IOException {
        root = Files.createDirectories(folder.resolve("root/templates/static"))
                .resolve("../..")
                .normalize();
        Files.createDirectories(folder.resolve("shared/site/extensions"));
        Files.writeString(folder.resolve("shared/site/extensions/100.yaml"), EXTENSION);
        Files.createSymbolicLink(root.resolve("extensions.d"), folder.resolve("shared/site/extensions"));
        terminal = new Terminal(root);
    }

    private String allowed() {
        return folder.resolve("other") + "," + folder.resolve("shared");
    }

    @Test
    void anInputFolderLeadsOutsideTheRootOnlyWithTheOption() {
        assertThat(terminal.run("check")).isEqualTo(1);
        assertThat(terminal.err())
                .contains("extensions.d:1:1: error: this symbolic link leads to " + folder)
                .contains("--allow-links-to " + folder);
        assertThat(terminal.run("export")).isEqualTo(1);
        assertThat(terminal.out()).doesNotContain("Ann");
        assertThat(terminal.run("check", "--allow-links-to", allowed()))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out()).startsWith("1 extension");
        terminal.set("LINEMAN_ALLOW_LINKS_TO", allowed());
        assertThat(terminal.run("export")).as(terminal.err()).isZero();
        assertThat(terminal.out()).contains("Ann");
    }

    @Test
    void importWritesThroughTheLinkOnlyWithTheOption() throws IOException {
        Path csv = Files.writeString(folder.resolve("staff.csv"), "extension\n101\n");
        Path written = folder.resolve("shared/site/extensions/101.yaml");
        assertThat(terminal.run("import", csv.toString())).isEqualTo(1);
        assertThat(written).doesNotExist();
        assertThat(terminal.run("import", csv.toString(), "--allow-links-to", allowed()))
                .as(terminal.err())
                .isZero();
        assertThat(written).exists();
    }

    @Test
    void aLinkInsideAnInputFolderStaysWithinItEvenWithTheOption() throws IOException {
        Files.createSymbolicLink(root.resolve("templates/static/x"), folder.resolve("shared"));
        assertThat(terminal.run("check", "--allow-links-to", allowed())).isEqualTo(1);
        assertThat(terminal.err()).contains("templates/static/x:1:1: error: this symbolic link leads to");
    }
}
