package dev.lineman.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.fs.FaultPoint.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileOperationsTest {
    @TempDir
    Path folder;

    private final List<Operation> operations = new ArrayList<>();
    private final FileOperations fileOperations =
            new FileOperations(FileMode.DEFAULT, (operation, file) -> operations.add(operation));

    @Test
    void aFileAppearsWholeByARename() throws IOException {
        Path target = folder.resolve("file");
        fileOperations.replace(target, file -> {
            file.write(bytes("hel"), 0);
            file.write(bytes("lo"), 3);
            assertThat(target).doesNotExist();
            assertThat(FileOperations.isTemporary(file.path().getFileName().toString()))
                    .isTrue();
            assertThat(file.path()).hasParent(folder);
        });

        assertThat(target).hasContent("hello");
        assertThat(operations)
                .startsWith(Operation.CREATE)
                .endsWith(Operation.WRITE, Operation.WRITE, Operation.RENAME);
    }

    @Test
    void aFailedReplacementLeavesTheOldFileAndNoTemporaryFile() throws IOException {
        Path target = Files.writeString(folder.resolve("file"), "old");

        assertThatThrownBy(() -> fileOperations.replace(target, file -> {
                    throw new IOException("full");
                }))
                .hasMessage("full");

        assertThat(target).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0640,rw-r-----,rwxr-x---",
        "600,rw-------,rwx------",
        "0664,rw-rw-r--,rwxrwxr-x",
        "0666,rw-rw-rw-,rwxrwxrwx"
    })
    void filesHaveTheirModeForAnyUmask(String octal, String ofFiles, String ofFolders) throws IOException {
        FileOperations permitting = new FileOperations(FileMode.parse(octal));
        permitting.createFolders(folder.resolve("a/b"));
        for (String name : List.of("one", "two")) {
            permitting.create(folder.resolve(name)).close();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo(ofFiles);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a/b"))))
                .isEqualTo(ofFolders);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "64", "0840", "0440", "0240", "01640", "rw-r-----", "-640", "00640"})
    void anInvalidModeIsRejected(String octal) {
        assertThatThrownBy(() -> FileMode.parse(octal))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("three octal digits");
    }

    @Test
    void aSymbolicLinkIsNotFollowed() throws IOException {
        Path target = folder.resolve("target");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        assertThatThrownBy(() -> fileOperations.create(link)).isInstanceOf(FileAlreadyExistsException.class);
        Files.writeString(target, "precious");
        assertThatThrownBy(() -> fileOperations.open(link)).isInstanceOf(IOException.class);
        assertThat(target).hasContent("precious");
    }

    @Test
    void aFileInThePlaceOfAFolderIsAnError() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> fileOperations.createFolders(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @ParameterizedTest
    @CsvSource({
        ".lineman-1z2.tmp,true",
        ".lineman-.tmp,false",
        ".lineman-1z2.tmp.xml,false",
        "lineman-1.tmp,false",
        ".lineman,false",
        ".lineman-A.tmp,false"
    })
    void onlyTemporaryNamesOfLinemanAreRecognized(String name, boolean ours) {
        assertThat(FileOperations.isTemporary(name)).isEqualTo(ours);
        assertThat(FileOperations.isTemporary(fileOperations.temporaryName())).isTrue();
        assertThat(fileOperations.temporaryName()).isNotEqualTo(fileOperations.temporaryName());
    }

    @Test
    void aDigestIsTheFirstHalfOfSha256() {
        // FIPS 180-2, appendix B.1.
        assertThat(Digest.of("abc".getBytes(StandardCharsets.UTF_8))).hasToString("ba7816bf8f01cfea414140de5dae2223");
    }

    @Test
    void reasonsDoNotRepeatTheFileName() {
        assertThat(FileOperations.reason(new AccessDeniedException("x"))).isEqualTo("permission denied");
        assertThat(FileOperations.reason(new NoSuchFileException("x"))).isEqualTo("no such file or folder");
        assertThat(FileOperations.reason(new FileSystemException("x", null, "No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(FileOperations.reason(new IOException("Input/output error"))).isEqualTo("Input/output error");
        assertThat(FileOperations.reason(new IOException())).isEqualTo("IOException");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
