package dev.lineman.input.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.fs.FileStamp;
import dev.lineman.input.DocumentReader;
import dev.lineman.input.PathStatus;
import dev.lineman.input.StaticFile;
import dev.lineman.input.snapshot.Settling;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are still being written during a scan. */
final class SettlingTest {
    private static final String FIRMWARE = "templates/static/fw.bin";
    private static final String EXTENSION = "extensions.d/100.yaml";

    @TempDir
    Path temporary;

    private Duration passed = Duration.ZERO;
    private ScanFixture scanFixture;

    @BeforeEach
    void start() throws IOException {
        scanFixture = ScanFixture.in(
                temporary.resolve("root"),
                new Settling(Duration.ofSeconds(10), () -> passed.toNanos()),
                ScanShortcuts.ALL);
        scanFixture.scan(ScanFixture.EVERYTHING);
    }

    private void pass(double seconds) {
        passed = passed.plusMillis((long) (seconds * 1000));
    }

    /** Scans the unstable paths of the last scan. */
    private ScanResult again(ScanResult last) {
        return scanFixture.scan(last.unstable());
    }

    private void grow(String name, String more) throws IOException {
        Files.writeString(scanFixture.path(name), more, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private long length(String name) {
        return scanFixture.snapshot.document(name) instanceof StaticFile file ? file.length() : -1;
    }

    @Test
    void aStaticFileThatGrowsIsTakenWhenItHasStayedTheSameForTwoSeconds() throws IOException {
        grow(FIRMWARE, "one");
        ScanResult scanResult = scanFixture.at(FIRMWARE);
        for (int i = 0; i < 5; i++) {
            assertThat(scanResult.unstable()).containsExactly(new Hint.PathHint(scanFixture.path(FIRMWARE)));
            assertThat(scanResult.changes()).isEmpty();
            assertThat(scanResult.work().reads()).isZero();
            assertThat(scanFixture.snapshot.beingWritten()).containsExactly(java.util.Map.entry(FIRMWARE, false));
            assertThat(scanFixture.problems()).isEmpty();
            assertThat(scanFixture.snapshot.isUnknown(FIRMWARE)).isTrue();
            pass(1.9);
            grow(FIRMWARE, "more");
            scanResult = again(scanResult);
        }
        pass(1.9);
        scanResult = again(scanResult);
        assertThat(length(FIRMWARE)).isEqualTo(-1);
        pass(0.2);
        scanResult = again(scanResult);
        assertThat(length(FIRMWARE)).isEqualTo(23);
        assertThat(scanResult.unstable()).isEmpty();
        assertThat(scanFixture.snapshot.beingWritten()).isEmpty();
    }

    @Test
    void aStaticFileThatIsRewrittenInPlaceKeepsItsLastContent() throws IOException {
        grow(FIRMWARE, "the first one");
        ScanResult scanResult = scanFixture.at(FIRMWARE);
        pass(2);
        again(scanResult);
        for (String content : List.of("", "the", "the second one")) {
            Files.writeString(scanFixture.path(FIRMWARE), content);
            Files.setLastModifiedTime(
                    scanFixture.path(FIRMWARE), FileTime.from(Instant.now().minusSeconds(content.length())));
            scanResult = scanFixture.at(FIRMWARE);
            assertThat(length(FIRMWARE)).isEqualTo(13);
            pass(1);
        }
        pass(1);
        assertThat(again(scanResult).changes()).hasSize(1);
        assertThat(length(FIRMWARE)).isEqualTo(14);
    }

    @Test
    void aStaticFileThatArrivesByRenameIsTakenAtOnce() throws IOException {
        grow("templates/static/.fw.bin.x7Yz", "whole");
        Files.setLastModifiedTime(
                scanFixture.path("templates/static/.fw.bin.x7Yz"),
                FileTime.from(Instant.now().minusMillis(50)));
        Files.move(scanFixture.path("templates/static/.fw.bin.x7Yz"), scanFixture.path(FIRMWARE));
        assertThat(scanFixture.at(FIRMWARE).unstable()).isEmpty();
        assertThat(length(FIRMWARE)).isEqualTo(5);
        Path next = Files.writeString(scanFixture.path("templates/static/.next"), "another");
        Files.setLastModifiedTime(next, FileTime.from(Instant.now().minusSeconds(900)));
        Files.move(next, scanFixture.path(FIRMWARE), StandardCopyOption.ATOMIC_MOVE);
        assertThat(scanFixture.at(FIRMWARE).unstable()).isEmpty();
        assertThat(length(FIRMWARE)).isEqualTo(7);
    }

    @Test
    void aLargeStaticFileMustStayTheSameForLonger() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(scanFixture.path(FIRMWARE).toFile(), "rw")) {
            file.setLength(3 << 20);
        }
        assertThat(still(3L << 20)).isEqualTo(Duration.ofSeconds(2));
        assertThat(still(700L << 20)).isEqualTo(Duration.ofSeconds(7));
        assertThat(still(1L << 40)).isEqualTo(Duration.ofSeconds(30));
    }

    /** How long the scan waits for a file of a size. */
    private Duration still(long size) {
        passed = Duration.ZERO;
        Settling settling = new Settling(Duration.ofSeconds(10), () -> passed.toNanos());
        PathStatus status = new PathStatus(PathStatus.PathKind.FILE, new FileStamp(size, 1, 1, 1));
        Settling.Pending pending = settling.beforeReading(status, DocumentReader.Interest.DIGEST, null, null, null);
        while (pending != null) {
            pass(1);
            pending = settling.beforeReading(status, DocumentReader.Interest.DIGEST, null, pending, null);
        }
        return passed;
    }

    @Test
    void atAStartAFileIsWaitedForOnlyWhenItIsYoung() throws IOException {
        grow(FIRMWARE, "one");
        scanFixture.snapshot = Snapshot.empty();
        ScanResult scanResult = scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanResult.unstable()).hasSize(1);
        scanFixture.snapshot = Snapshot.empty();
        scanFixture.passYoungAge();
        assertThat(scanFixture.scan(ScanFixture.EVERYTHING).unstable()).isEmpty();
        assertThat(length(FIRMWARE)).isEqualTo(3);
    }

    @Test
    void aSmallExtensionFileIsTakenAtOnceAndALargeOneWhenItStays() throws IOException {
        scanFixture.write(EXTENSION, "a");
        assertThat(scanFixture.at(EXTENSION).unstable()).isEmpty();
        scanFixture.write(EXTENSION, "b".repeat((1 << 20) - 1));
        assertThat(scanFixture.at(EXTENSION).unstable()).isEmpty();
        scanFixture.write(EXTENSION, "c".repeat(1 << 20));
        ScanResult scanResult = scanFixture.at(EXTENSION);
        assertThat(scanFixture.text(EXTENSION)).startsWith("b");
        pass(2);
        again(scanResult);
        assertThat(scanFixture.text(EXTENSION)).startsWith("c");
    }

    @Test
    void aLargeExtensionFileThatEndsAsBeforeIsTakenAtOnce() throws IOException {
        String rest = "x".repeat((1 << 20) - 9);
        scanFixture.write(EXTENSION, "old" + rest + "my end");
        ScanResult scanResult = scanFixture.at(EXTENSION);
        pass(2);
        again(scanResult);
        Files.writeString(scanFixture.path(EXTENSION), "new" + rest + "my fin");
        scanResult = scanFixture.at(EXTENSION);
        assertThat(scanFixture.text(EXTENSION)).startsWith("old");
        assertThat(scanFixture.snapshot.beingWritten()).containsExactly(java.util.Map.entry(EXTENSION, false));
        scanResult = again(scanResult);
        assertThat(scanResult.work().reads())
                .as("reads while it stays the same")
                .isZero();
        Files.writeString(scanFixture.path(EXTENSION), "new" + rest + "my end");
        scanResult = again(scanResult);
        assertThat(scanFixture.text(EXTENSION)).startsWith("new");
        assertThat(scanResult.unstable()).isEmpty();
        assertThat(scanFixture.snapshot.beingWritten()).isEmpty();
    }

    @Test
    void aFileThatIsTruncatedInPlaceKeepsItsLastContentUntilItHasSettled() throws IOException {
        scanFixture.write(EXTENSION, "one two three four");
        scanFixture.at(EXTENSION);
        Files.writeString(scanFixture.path(EXTENSION), "one");
        ScanResult scanResult = scanFixture.at(EXTENSION);
        assertThat(scanFixture.text(EXTENSION)).isEqualTo("one two three four");
        assertThat(scanFixture.snapshot.beingWritten()).containsExactly(java.util.Map.entry(EXTENSION, true));
        pass(9);
        grow(EXTENSION, " two");
        scanResult = again(scanResult);
        pass(9);
        scanResult = again(scanResult);
        assertThat(scanResult.changes()).isEmpty();
        assertThat(scanResult.work().reads()).isZero();
        pass(1);
        scanResult = again(scanResult);
        assertThat(scanFixture.text(EXTENSION)).isEqualTo("one two");
        assertThat(scanResult.unstable()).isEmpty();
    }

    @Test
    void aFileThatGrowsBackToItsLastContentChangesNothing() throws IOException {
        scanFixture.write(EXTENSION, "one two three four");
        scanFixture.at(EXTENSION);
        Files.writeString(scanFixture.path(EXTENSION), "one two");
        ScanResult scanResult = scanFixture.at(EXTENSION);
        grow(EXTENSION, " three four");
        scanResult = again(scanResult);
        assertThat(scanResult.changes()).isEmpty();
        assertThat(scanResult.unstable()).isEmpty();
        assertThat(scanFixture.snapshot.beingWritten()).isEmpty();
    }

    @Test
    void differentContentOrANewFileIsTakenAtOnce() throws IOException {
        scanFixture.write(EXTENSION, "one two three four");
        scanFixture.at(EXTENSION);
        Files.writeString(scanFixture.path(EXTENSION), "one 2");
        assertThat(scanFixture.at(EXTENSION).unstable()).isEmpty();
        assertThat(scanFixture.text(EXTENSION)).isEqualTo("one 2");
        scanFixture.replace(EXTENSION, "one");
        assertThat(scanFixture.at(EXTENSION).unstable()).isEmpty();
        assertThat(scanFixture.text(EXTENSION)).isEqualTo("one");
        Files.delete(scanFixture.path(EXTENSION));
        scanFixture.at(EXTENSION);
        assertThat(scanFixture.text(EXTENSION)).isEmpty();
    }

    @Test
    void aFileThatIsRemovedWhileTheScanWaitsForItIsGone() throws IOException {
        scanFixture.write(EXTENSION, "one two");
        grow(FIRMWARE, "one");
        scanFixture.at(EXTENSION, FIRMWARE);
        Files.writeString(scanFixture.path(EXTENSION), "one");
        ScanResult scanResult = scanFixture.at(EXTENSION);
        assertThat(scanResult.unstable()).hasSize(2);
        Files.delete(scanFixture.path(EXTENSION));
        Files.delete(scanFixture.path(FIRMWARE));
        scanResult = again(scanResult);
        assertThat(scanResult.changes()).hasSize(1);
        assertThat(scanResult.unstable()).isEmpty();
        assertThat(scanFixture.snapshot.beingWritten()).isEmpty();
    }
}
