package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new process publishes if it never read a file completely. */
class UnfinishedFilesTest {
    @TempDir
    private Path root;

    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = new Terminal(root);
    }

    @Test
    void aStaticFileStaysPublishedWhileItIsAPointerOrAConflict() throws IOException {
        Path folder = Files.createDirectories(root.resolve("templates/static"));
        Files.createDirectories(root.resolve("extensions.d"));
        Path firmware = Files.writeString(folder.resolve("fw.bin"), "firmware");
        Path config = Files.writeString(folder.resolve("common.cfg"), "good");
        assertThat(terminal.run("render")).isZero();
        Files.writeString(
                firmware, "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0f".repeat(32) + "\nsize 12\n");
        Files.writeString(config, "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n");
        assertThat(terminal.run("render")).isEqualTo(1);
        assertThat(terminal.err())
                .contains("templates/static/common.cfg:1:1: error: a merge has left its conflict markers here")
                .contains("templates/static/fw.bin:1:1: error: this is the pointer");
        assertThat(root.resolve("out/provisioning/fw.bin")).hasContent("firmware");
        assertThat(root.resolve("out/provisioning/common.cfg")).hasContent("good");
        Files.writeString(config, "Title\n=======\n");
        Files.delete(firmware);
        assertThat(terminal.run("render")).isZero();
        assertThat(root.resolve("out/provisioning/common.cfg")).hasContent("Title\n=======");
        assertThat(root.resolve("out/provisioning/fw.bin")).doesNotExist();
    }
}
