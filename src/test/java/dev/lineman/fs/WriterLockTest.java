package dev.lineman.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterLockTest {
    @TempDir
    Path folder;

    private final FileOperations fileOperations = new FileOperations(FileMode.DEFAULT);

    @Test
    void aSecondWriterInThisProcessIsRejectedAndDoesNotReleaseTheLock() throws Exception {
        Path file = folder.resolve("lock");
        try (WriterLock lock = WriterLock.acquire(fileOperations, file)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> WriterLock.acquire(fileOperations, file))
                    .isInstanceOf(WriterLock.AnotherWriterException.class);
            Path alias = Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-alias"), folder);
            assertThatThrownBy(() -> WriterLock.acquire(fileOperations, alias.resolve("lock")))
                    .isInstanceOf(WriterLock.AnotherWriterException.class);
            Files.delete(alias);

            Process other = start(file);
            assertThat(firstLine(other)).isEqualTo("refused");
            assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        WriterLock.acquire(fileOperations, file).close();
    }

    @Test
    void theLockOfAKilledProcessIsFree() throws Exception {
        Path file = folder.resolve("lock");
        Process other = start(file);
        try {
            assertThat(firstLine(other)).isEqualTo("taken");
            assertThatThrownBy(() -> WriterLock.acquire(fileOperations, file))
                    .isInstanceOf(WriterLock.AnotherWriterException.class);
        } finally {
            other.destroyForcibly();
            assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }

        WriterLock.acquire(fileOperations, file).close();
    }

    @Test
    void aSymbolicLinkAsLockFileIsRejected() throws IOException {
        Path target = Files.createFile(folder.resolve("elsewhere"));
        Path file = Files.createSymbolicLink(folder.resolve("lock"), target);

        assertThatThrownBy(() -> WriterLock.acquire(fileOperations, file)).isInstanceOf(IOException.class);
    }

    private static Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        return String.valueOf(lines.readLine());
    }

    /** Runs in another process: prints whether it got the lock, and holds it until its input ends. */
    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] arguments) throws IOException {
            try (WriterLock lock = WriterLock.acquire(new FileOperations(FileMode.DEFAULT), Path.of(arguments[0]))) {
                System.out.println(lock == null ? "refused" : "taken");
                int unused = System.in.read();
            } catch (WriterLock.AnotherWriterException e) {
                System.out.println("refused");
            }
        }
    }
}
