package dev.lineman.command.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.fs.FaultPoint;
import dev.lineman.fs.FaultPoint.Operation;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileSetWriterTest {
    private static final List<CsvImport.NewFile> FILES =
            List.of(new CsvImport.NewFile("a/1.yaml", "one"), new CsvImport.NewFile("b/c/2.yaml", "\u00fc"));

    @TempDir
    private Path root;

    @Test
    void filesAndTheirFoldersAreWritten() throws IOException {
        FileSetWriter.writeAll(new FileOperations(FileMode.DEFAULT), root, FILES);
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
        assertThatThrownBy(() -> FileSetWriter.writeAll(new FileOperations(FileMode.DEFAULT, full), root, FILES))
                .hasMessage("No space left on device");
        assertThat(root.resolve("a/1.yaml")).hasContent("before");
        assertThat(files()).hasSize(1);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
