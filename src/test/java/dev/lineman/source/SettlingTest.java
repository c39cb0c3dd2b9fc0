package dev.lineman.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.disk.FileStamp;
import dev.lineman.watch.Hint;
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

/** Files that are still written when the agent comes upon them. */
final class SettlingTest {
    private static final String FIRMWARE = "templates/static/fw.bin";
    private static final String EXTENSION = "extensions.d/100.yaml";

    @TempDir
    Path temporary;

    private Duration passed = Duration.ZERO;
    private Site site;

    @BeforeEach
    void start() throws IOException {
        site = Site.in(
                temporary.resolve("root"), new Settling(Duration.ofSeconds(10), () -> passed.toNanos()), Shortcuts.ALL);
        site.scan(Site.EVERYTHING);
    }

    private void pass(double seconds) {
        passed = passed.plusMillis((long) (seconds * 1000));
    }

    /** Scans where the last scan said. */
    private Scan again(Scan last) {
        return site.scan(last.moving());
    }

    private void grow(String name, String more) throws IOException {
        Files.writeString(site.path(name), more, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private long length(String name) {
        return site.snapshot.document(name) instanceof StaticFile file ? file.length() : -1;
    }

    @Test
    void aStaticFileThatGrowsIsTakenWhenItHasStayedTheSameForTwoSeconds() throws IOException {
        grow(FIRMWARE, "one");
        Scan scan = site.at(FIRMWARE);
        for (int i = 0; i < 5; i++) {
            assertThat(scan.moving()).containsExactly(new Hint.At(site.path(FIRMWARE)));
            assertThat(scan.changes()).isEmpty();
            assertThat(scan.work().reads()).isZero();
            assertThat(site.snapshot.beingWritten()).containsExactly(java.util.Map.entry(FIRMWARE, false));
            assertThat(site.problems()).isEmpty();
            assertThat(site.snapshot.unknown(FIRMWARE)).isTrue();
            pass(1.9);
            grow(FIRMWARE, "more");
            scan = again(scan);
        }
        pass(1.9);
        scan = again(scan);
        assertThat(length(FIRMWARE)).isEqualTo(-1);
        pass(0.2);
        scan = again(scan);
        assertThat(length(FIRMWARE)).isEqualTo(23);
        assertThat(scan.moving()).isEmpty();
        assertThat(site.snapshot.beingWritten()).isEmpty();
    }

    @Test
    void aStaticFileThatIsRewrittenInPlaceKeepsItsLastContent() throws IOException {
        grow(FIRMWARE, "the first one");
        Scan scan = site.at(FIRMWARE);
        pass(2);
        again(scan);
        for (String content : List.of("", "the", "the second one")) {
            Files.writeString(site.path(FIRMWARE), content);
            Files.setLastModifiedTime(
                    site.path(FIRMWARE), FileTime.from(Instant.now().minusSeconds(content.length())));
            scan = site.at(FIRMWARE);
            assertThat(length(FIRMWARE)).isEqualTo(13);
            pass(1);
        }
        pass(1);
        assertThat(again(scan).changes()).hasSize(1);
        assertThat(length(FIRMWARE)).isEqualTo(14);
    }

    @Test
    void aStaticFileThatArrivesByRenameIsTakenAtOnce() throws IOException {
        grow("templates/static/.fw.bin.x7Yz", "whole");
        Files.setLastModifiedTime(
                site.path("templates/static/.fw.bin.x7Yz"),
                FileTime.from(Instant.now().minusMillis(50)));
        Files.move(site.path("templates/static/.fw.bin.x7Yz"), site.path(FIRMWARE));
        assertThat(site.at(FIRMWARE).moving()).isEmpty();
        assertThat(length(FIRMWARE)).isEqualTo(5);
        Path next = Files.writeString(site.path("templates/static/.next"), "another");
        Files.setLastModifiedTime(next, FileTime.from(Instant.now().minusSeconds(900)));
        Files.move(next, site.path(FIRMWARE), StandardCopyOption.ATOMIC_MOVE);
        assertThat(site.at(FIRMWARE).moving()).isEmpty();
        assertThat(length(FIRMWARE)).isEqualTo(7);
    }

    @Test
    void aLargeStaticFileMustStayTheSameForLonger() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(site.path(FIRMWARE).toFile(), "rw")) {
            file.setLength(3 << 20);
        }
        assertThat(still(3L << 20)).isEqualTo(Duration.ofSeconds(2));
        assertThat(still(700L << 20)).isEqualTo(Duration.ofSeconds(7));
        assertThat(still(1L << 40)).isEqualTo(Duration.ofSeconds(30));
    }

    /** How long a file of a size is waited for. */
    private Duration still(long size) {
        passed = Duration.ZERO;
        Settling settling = new Settling(Duration.ofSeconds(10), () -> passed.toNanos());
        Status status = new Status(Status.Kind.FILE, new FileStamp(size, 1, 1, 1));
        Settling.Pending pending = settling.beforeReading(status, Reader.Interest.DIGEST, null, null, null);
        while (pending != null) {
            pass(1);
            pending = settling.beforeReading(status, Reader.Interest.DIGEST, null, pending, null);
        }
        return passed;
    }

    @Test
    void atAStartAFileIsWaitedForOnlyWhenItIsYoung() throws IOException {
        grow(FIRMWARE, "one");
        site.snapshot = Snapshot.empty();
        Scan scan = site.scan(Site.EVERYTHING);
        assertThat(scan.moving()).hasSize(1);
        site.snapshot = Snapshot.empty();
        site.wait2s();
        assertThat(site.scan(Site.EVERYTHING).moving()).isEmpty();
        assertThat(length(FIRMWARE)).isEqualTo(3);
    }

    @Test
    void aSmallExtensionFileIsTakenAtOnceAndALargeOneWhenItStays() throws IOException {
        site.write(EXTENSION, "a");
        assertThat(site.at(EXTENSION).moving()).isEmpty();
        site.write(EXTENSION, "b".repeat((1 << 20) - 1));
        assertThat(site.at(EXTENSION).moving()).isEmpty();
        site.write(EXTENSION, "c".repeat(1 << 20));
        Scan scan = site.at(EXTENSION);
        assertThat(site.text(EXTENSION)).startsWith("b");
        pass(2);
        again(scan);
        assertThat(site.text(EXTENSION)).startsWith("c");
    }

    @Test
    void aFileThatIsCutShortInPlaceKeepsWhatItSaidUntilItHasSettled() throws IOException {
        site.write(EXTENSION, "one two three four");
        site.at(EXTENSION);
        Files.writeString(site.path(EXTENSION), "one");
        Scan scan = site.at(EXTENSION);
        assertThat(site.text(EXTENSION)).isEqualTo("one two three four");
        assertThat(site.snapshot.beingWritten()).containsExactly(java.util.Map.entry(EXTENSION, true));
        pass(9);
        grow(EXTENSION, " two");
        scan = again(scan);
        pass(9);
        scan = again(scan);
        assertThat(scan.changes()).isEmpty();
        assertThat(scan.work().reads()).isZero();
        pass(1);
        scan = again(scan);
        assertThat(site.text(EXTENSION)).isEqualTo("one two");
        assertThat(scan.moving()).isEmpty();
    }

    @Test
    void aFileThatGrowsBackToWhatItSaidChangesNothing() throws IOException {
        site.write(EXTENSION, "one two three four");
        site.at(EXTENSION);
        Files.writeString(site.path(EXTENSION), "one two");
        Scan scan = site.at(EXTENSION);
        grow(EXTENSION, " three four");
        scan = again(scan);
        assertThat(scan.changes()).isEmpty();
        assertThat(scan.moving()).isEmpty();
        assertThat(site.snapshot.beingWritten()).isEmpty();
    }

    @Test
    void whatSaysSomethingElseOrIsAnotherFileIsTakenAtOnce() throws IOException {
        site.write(EXTENSION, "one two three four");
        site.at(EXTENSION);
        Files.writeString(site.path(EXTENSION), "one 2");
        assertThat(site.at(EXTENSION).moving()).isEmpty();
        assertThat(site.text(EXTENSION)).isEqualTo("one 2");
        site.replace(EXTENSION, "one");
        assertThat(site.at(EXTENSION).moving()).isEmpty();
        assertThat(site.text(EXTENSION)).isEqualTo("one");
        Files.delete(site.path(EXTENSION));
        site.at(EXTENSION);
        assertThat(site.text(EXTENSION)).isEmpty();
    }

    @Test
    void aFileThatGoesWhileItIsWaitedForIsGone() throws IOException {
        site.write(EXTENSION, "one two");
        grow(FIRMWARE, "one");
        site.at(EXTENSION, FIRMWARE);
        Files.writeString(site.path(EXTENSION), "one");
        Scan scan = site.at(EXTENSION);
        assertThat(scan.moving()).hasSize(2);
        Files.delete(site.path(EXTENSION));
        Files.delete(site.path(FIRMWARE));
        scan = again(scan);
        assertThat(scan.changes()).hasSize(1);
        assertThat(scan.moving()).isEmpty();
        assertThat(site.snapshot.beingWritten()).isEmpty();
    }
}
