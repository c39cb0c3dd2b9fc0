package dev.lineman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.agent.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process publishes that never saw the file whole. */
class UnfinishedFilesTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path root;

    private int render() {
        err.reset();
        World world = new World(Clock.systemUTC(), System::nanoTime, Map.of("LINEMAN_ROOT", root.toString()));
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
        return Lineman.execute(new Edge(out, new PrintStream(err, true, UTF_8), world, stop -> {}), "render");
    }

    @Test
    void aStaticFileStaysPublishedWhileItsPlaceHoldsAPointerOrAConflict() throws IOException {
        Path folder = Files.createDirectories(root.resolve("templates/static"));
        Files.createDirectories(root.resolve("extensions.d"));
        Path firmware = Files.writeString(folder.resolve("fw.bin"), "firmware");
        Path config = Files.writeString(folder.resolve("common.cfg"), "good");
        assertThat(render()).isZero();
        Files.writeString(
                firmware, "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0f".repeat(32) + "\nsize 12\n");
        Files.writeString(config, "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n");
        assertThat(render()).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .contains("templates/static/common.cfg:1:1: error: a merge has left its conflict markers here")
                .contains("templates/static/fw.bin:1:1: error: this is the pointer");
        assertThat(root.resolve("out/provisioning/fw.bin")).hasContent("firmware");
        assertThat(root.resolve("out/provisioning/common.cfg")).hasContent("good");
        Files.writeString(config, "Title\n=======\n");
        Files.delete(firmware);
        assertThat(render()).isZero();
        assertThat(root.resolve("out/provisioning/common.cfg")).hasContent("Title\n=======");
        assertThat(root.resolve("out/provisioning/fw.bin")).doesNotExist();
    }
}
