package dev.lineman.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileContentsTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsReadToItsEnd() throws Exception {
        byte[] bytes = new byte[700_001];
        new Random(1).nextBytes(bytes);
        assertThat(FileContents.read(Files.write(folder.resolve("file"), bytes)))
                .isEqualTo(bytes);
        assertThat(FileContents.read(Files.createFile(folder.resolve("empty")))).isEmpty();
    }

    /** A pipe such as the shell's {@code <(…)} reports a size of 0. */
    @Test
    void aPipeIsReadToItsEnd() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        byte[] bytes = new byte[300_000];
        new Random(2).nextBytes(bytes);
        Path file = Files.write(folder.resolve("file"), bytes);
        Process writer = new ProcessBuilder("dd", "bs=4096", "if=" + file, "of=" + pipe)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(FileContents.read(pipe)).isEqualTo(bytes);
        } finally {
            writer.destroyForcibly();
        }
    }
}
