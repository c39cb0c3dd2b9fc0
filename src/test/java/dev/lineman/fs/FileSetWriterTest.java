package dev.lineman.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.fs.FaultPoint.Operation;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSetWriterTest {

    @TempDir
    private Path root;

    @Test
    void filesAndTheirFoldersAreWritten() throws IOException {
        FileSetWriter.writeAll(files(new FileOperations(FileMode.DEFAULT)));
        assertThat(root.resolve("a/1.yaml")).hasContent("one");
        assertThat(root.resolve("b/c/2.yaml")).hasContent("\u00fc");
        assertThat(files()).hasSize(2);
    }

    /** The disk fails at the second file, before any has taken its place. */
    @ParameterizedTest
    @EnumSource(names = {"CREATE", "WRITE", "FLUSH"})
    void aFailureChangesNothing(Operation failing) throws IOException {
        Files.createDirectory(root.resolve("a"));
        Files.writeString(root.resolve("a/1.yaml"), "before");
        AtomicInteger count = new AtomicInteger();
        FaultPoint full = (operation, file) -> {
            if (operation == failing && count.incrementAndGet() == 2) {
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> FileSetWriter.writeAll(files(new FileOperations(FileMode.DEFAULT, full))))
                .hasMessage("No space left on device");
        assertThat(root.resolve("a/1.yaml")).hasContent("before");
        assertThat(files()).hasSize(1);
    }

    /** The process is killed before any of the renames: a second run completes the set, in the order of the files. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void afterACrashASecondRunCompletesTheSet(int crash) throws IOException {
        AtomicInteger count = new AtomicInteger();
        FaultPoint killed = (operation, file) -> {
            if (operation == Operation.RENAME && count.incrementAndGet() == crash) {
                throw new AssertionError("killed");
            }
        };
        assertThatThrownBy(() -> FileSetWriter.writeAll(withSecrets(new FileOperations(FileMode.DEFAULT, killed))))
                .hasMessage("killed");
        assertThat(Files.exists(root.resolve("secrets.yaml"))).isEqualTo(crash > 1);
        assertThat(Files.exists(root.resolve("a/1.yaml"))).isEqualTo(crash > 2);
        FileOperations next = new FileOperations(FileMode.DEFAULT);
        // Another process uses other temporary names.
        for (int i = 0; i < 3; i++) {
            next.temporaryName();
        }
        FileSetWriter.writeAll(withSecrets(next));
        assertThat(root.resolve("secrets.yaml")).hasContent("a: 1");
        assertThat(root.resolve("a/1.yaml")).hasContent("one");
        assertThat(root.resolve("b/c/2.yaml")).hasContent("\u00fc");
    }

    @Test
    void aNewFileIsWrittenWithItsFolders() throws IOException {
        FileSetWriter.writeNew(files(new FileOperations(FileMode.DEFAULT)).get(1));
        assertThat(root.resolve("b/c/2.yaml")).hasContent("\u00fc");
        assertThat(files()).hasSize(1);
    }

    /** Without hard links too. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNewFileReplacesNone(boolean links) throws IOException {
        AtomicInteger names = new AtomicInteger();
        FaultPoint faults = (operation, file) -> {
            // The link comes first, and then the empty file.
            if (file.endsWith("1.yaml") && names.incrementAndGet() % 2 == 1 && !links) {
                throw new IOException("Operation not permitted");
            }
        };
        FileSetWriter.TextFile file =
                files(new FileOperations(FileMode.DEFAULT, faults)).get(0);
        FileSetWriter.writeNew(file);
        assertThat(root.resolve("a/1.yaml")).hasContent("one");
        Files.writeString(root.resolve("a/1.yaml"), "other");
        assertThatThrownBy(() -> FileSetWriter.writeNew(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(root.resolve("a/1.yaml")).hasContent("other");
        assertThat(files()).hasSize(1);
    }

    private List<FileSetWriter.TextFile> withSecrets(FileOperations fileOperations) {
        List<FileSetWriter.TextFile> files = new ArrayList<>();
        files.add(new FileSetWriter.TextFile(fileOperations, root.resolve("secrets.yaml"), "a: 1", true));
        files.addAll(files(fileOperations));
        return files;
    }

    @Test
    void temporaryFilesOfDeadProcessesAreDeletedAndThoseOfLiveOnesStay() throws IOException {
        Files.createDirectory(root.resolve("a"));
        Path dead = Files.writeString(root.resolve("a/.lineman-" + Long.toString(1L << 40, 36) + "z0.tmp"), "x");
        Path live = Files.writeString(
                root.resolve(
                        "a/.lineman-" + Long.toString(ProcessHandle.current().pid(), 36) + "zzz.tmp"),
                "x");
        FileSetWriter.writeAll(files(new FileOperations(FileMode.DEFAULT)));
        assertThat(dead).doesNotExist();
        assertThat(live).exists();
    }

    private List<FileSetWriter.TextFile> files(FileOperations fileOperations) {
        return List.of(
                new FileSetWriter.TextFile(fileOperations, root.resolve("a/1.yaml"), "one", false),
                new FileSetWriter.TextFile(fileOperations, root.resolve("b/c/2.yaml"), "\u00fc", false));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
