package dev.lineman.input.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.DocumentReader;
import dev.lineman.input.ReadResult;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders that change during a scan, between the status call and the read. */
final class MovingTest {
    private interface ChangeDuringScan {
        void happen(String path) throws IOException;
    }

    @TempDir
    Path temporary;

    private ScanFixture scanFixture;

    @BeforeEach
    void createInputFolders() throws IOException {
        scanFixture = ScanFixture.in(temporary.resolve("root"));
    }

    /** A scanner that changes files after the status call and before the read. */
    private SnapshotScanner scanner(ChangeDuringScan change) {
        DocumentReader reader = new DocumentReader() {
            private final DocumentReader texts = new ScanFixture.TextReader();

            @Override
            public Interest interest(String path) {
                return texts.interest(path);
            }

            @Override
            public ReadResult read(String path, byte[] content) {
                return texts.read(path, content);
            }

            @Override
            public long maxBytes(String path) {
                try {
                    change.happen(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return texts.maxBytes(path);
            }
        };
        return new SnapshotScanner(
                scanFixture.inputs, reader, () -> Instant.now().plus(scanFixture.ahead));
    }

    @Test
    void aFileThatKeepsGrowingIsUnstableAndItsLastContentStays() throws IOException {
        Path file = scanFixture.write("extensions.d/100.yaml", "John");
        scanFixture.write("extensions.d/101.yaml", "Jane");
        scanFixture.scan(ScanFixture.EVERYTHING);
        scanFixture.write("extensions.d/100.yaml", "grows");
        SnapshotScanner growing = scanner(path -> {
            if (path.endsWith("100.yaml")) {
                Files.writeString(file, ".", StandardOpenOption.APPEND);
            }
        });
        ScanResult scanResult = growing.scan(scanFixture.snapshot, List.of(ScanFixture.EVERYTHING));
        assertThat(scanResult.unstable()).isNotEmpty();
        assertThat(scanResult.unstable()).containsExactly(new Hint.PathHint(file));
        assertThat(scanResult.changes()).isEmpty();
        assertThat(scanResult.snapshot().problems()).singleElement().asString().contains("error: is being written");
        ScanResult first = growing.scan(Snapshot.empty(), List.of(ScanFixture.EVERYTHING));
        assertThat(first.snapshot().isUnknown("extensions.d/100.yaml")).isTrue();
        assertThat(scanFixture.scan(scanResult.unstable()).changes()).hasSize(1);
        assertThat(scanFixture.text("extensions.d/100.yaml")).startsWith("grows.");
    }

    @Test
    void aFileThatChangesOnceWhileItIsReadIsReadAgain() throws IOException {
        Path file = scanFixture.write("extensions.d/100.yaml", "half");
        boolean[] done = new boolean[1];
        ScanResult scanResult = scanner(path -> {
                    if (!done[0]) {
                        done[0] = true;
                        Files.writeString(file, "whole text");
                    }
                })
                .scan(Snapshot.empty(), List.of(ScanFixture.EVERYTHING));
        assertThat(scanResult.unstable()).isEmpty();
        assertThat(scanResult.snapshot().document("extensions.d/100.yaml"))
                .isEqualTo(new ScanFixture.Text("whole text"));
    }

    @Test
    void aFileThatAppearsDuringAScanIsTakenByTheSameScan() throws IOException {
        scanFixture.write("extensions.d/100.yaml", "John");
        ScanResult scanResult = scanner(path -> {
                    if (path.endsWith("100.yaml")) {
                        Files.writeString(scanFixture.path("extensions.d/a.yaml"), "new");
                    }
                })
                .scan(Snapshot.empty(), List.of(ScanFixture.EVERYTHING));
        assertThat(scanResult.unstable()).isEmpty();
        assertThat(scanResult.snapshot().document("extensions.d/a.yaml")).isEqualTo(new ScanFixture.Text("new"));
    }

    @Test
    void aFolderThatIsReplacedWhileItIsReadGivesTheNewContent() throws IOException {
        scanFixture.write("extensions.d/berlin/100.yaml", "old!");
        scanFixture.write("next/100.yaml", "new!");
        scanFixture.ahead = scanFixture.ahead.plusSeconds(3);
        for (Hint hint :
                List.of(ScanFixture.EVERYTHING, new Hint.PathHint(scanFixture.path("extensions.d/berlin/100.yaml")))) {
            ScanResult scanResult = scanner(path -> swap()).scan(Snapshot.empty(), List.of(hint));
            assertThat(scanResult.snapshot().document("extensions.d/berlin/100.yaml"))
                    .isEqualTo(new ScanFixture.Text("new!"));
            Files.move(scanFixture.path("extensions.d/berlin"), scanFixture.path("next"));
            Files.move(scanFixture.path("old"), scanFixture.path("extensions.d/berlin"));
        }
    }

    private void swap() throws IOException {
        if (Files.exists(scanFixture.path("next"))) {
            Files.move(scanFixture.path("extensions.d/berlin"), scanFixture.path("old"));
            Files.move(scanFixture.path("next"), scanFixture.path("extensions.d/berlin"));
        }
    }

    @Test
    void aFileOrFolderThatIsSwappedForALinkIsNotReadThroughIt() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("100.yaml"), "outside");
        scanFixture.write("extensions.d/berlin/100.yaml", "inside");
        scanFixture.write("extensions.d/200.yaml", "inside");
        ScanResult scanResult = scanner(path -> {
                    Path berlin = scanFixture.path("extensions.d/berlin");
                    if (path.startsWith("extensions.d/berlin") && !Files.isSymbolicLink(berlin)) {
                        Files.move(berlin, scanFixture.path("old"));
                        Files.createSymbolicLink(berlin, outside);
                    } else if (path.endsWith("200.yaml") && !Files.isSymbolicLink(scanFixture.path(path))) {
                        Files.delete(scanFixture.path(path));
                        Files.createSymbolicLink(scanFixture.path(path), outside.resolve("100.yaml"));
                    }
                })
                .scan(Snapshot.empty(), List.of(ScanFixture.EVERYTHING));
        assertThat(ScanFixture.documents(scanResult.snapshot()).values())
                .doesNotContain(new ScanFixture.Text("outside"));
        assertThat(scanResult.snapshot().problems()).hasSize(2);
    }
}
