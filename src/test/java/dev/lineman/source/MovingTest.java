package dev.lineman.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.watch.Hint;
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

/** Files and folders that change between two steps of a scan: between the look at a file and its reading. */
final class MovingTest {
    private interface Mischief {
        void happen(String path) throws IOException;
    }

    @TempDir
    Path temporary;

    private Site site;

    @BeforeEach
    void aSite() throws IOException {
        site = Site.in(temporary.resolve("root"));
    }

    /** A source where something happens after each look at a file, before it is read. */
    private Source source(Mischief mischief) {
        Reader reader = new Reader() {
            private final Reader texts = new Site.TextReader();

            @Override
            public Interest wants(String path) {
                return texts.wants(path);
            }

            @Override
            public Reading read(String path, byte[] content) {
                return texts.read(path, content);
            }

            @Override
            public long largest(String path) {
                try {
                    mischief.happen(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return texts.largest(path);
            }
        };
        return new Source(site.inputs, reader, () -> Instant.now().plus(site.ahead));
    }

    @Test
    void aFileThatKeepsGrowingIsLeftForLaterAndItsLastContentStays() throws IOException {
        Path file = site.write("extensions.d/100.yaml", "John");
        site.write("extensions.d/101.yaml", "Jane");
        site.scan(Site.EVERYTHING);
        site.write("extensions.d/100.yaml", "grows");
        Source growing = source(path -> {
            if (path.endsWith("100.yaml")) {
                Files.writeString(file, ".", StandardOpenOption.APPEND);
            }
        });
        Scan scan = growing.scan(site.snapshot, List.of(Site.EVERYTHING));
        assertThat(scan.moving()).isNotEmpty();
        assertThat(scan.moving()).containsExactly(new Hint.At(file));
        assertThat(scan.changes()).isEmpty();
        assertThat(scan.snapshot().problems()).singleElement().asString().contains("warning: is being written");
        Scan first = growing.scan(Snapshot.empty(), List.of(Site.EVERYTHING));
        assertThat(first.snapshot().unknown("extensions.d/100.yaml")).isTrue();
        assertThat(site.scan(scan.moving()).changes()).hasSize(1);
        assertThat(site.text("extensions.d/100.yaml")).startsWith("grows.");
    }

    @Test
    void aFileThatChangesOnceWhileItIsReadIsReadAgain() throws IOException {
        Path file = site.write("extensions.d/100.yaml", "half");
        boolean[] done = new boolean[1];
        Scan scan = source(path -> {
                    if (!done[0]) {
                        done[0] = true;
                        Files.writeString(file, "whole text");
                    }
                })
                .scan(Snapshot.empty(), List.of(Site.EVERYTHING));
        assertThat(scan.moving()).isEmpty();
        assertThat(scan.snapshot().document("extensions.d/100.yaml")).isEqualTo(new Site.Text("whole text"));
    }

    @Test
    void whatAppearsBesideWhatIsReadIsTakenByTheSameScan() throws IOException {
        site.write("extensions.d/100.yaml", "John");
        Scan scan = source(path -> {
                    if (path.endsWith("100.yaml")) {
                        Files.writeString(site.path("extensions.d/a.yaml"), "new");
                    }
                })
                .scan(Snapshot.empty(), List.of(Site.EVERYTHING));
        assertThat(scan.moving()).isEmpty();
        assertThat(scan.snapshot().document("extensions.d/a.yaml")).isEqualTo(new Site.Text("new"));
    }

    @Test
    void aFolderThatIsReplacedWhileItIsReadGivesTheNewContent() throws IOException {
        site.write("extensions.d/berlin/100.yaml", "old!");
        site.write("next/100.yaml", "new!");
        site.ahead = site.ahead.plusSeconds(3);
        for (Hint hint : List.of(Site.EVERYTHING, new Hint.At(site.path("extensions.d/berlin/100.yaml")))) {
            Scan scan = source(path -> swap()).scan(Snapshot.empty(), List.of(hint));
            assertThat(scan.snapshot().document("extensions.d/berlin/100.yaml")).isEqualTo(new Site.Text("new!"));
            Files.move(site.path("extensions.d/berlin"), site.path("next"));
            Files.move(site.path("old"), site.path("extensions.d/berlin"));
        }
    }

    private void swap() throws IOException {
        if (Files.exists(site.path("next"))) {
            Files.move(site.path("extensions.d/berlin"), site.path("old"));
            Files.move(site.path("next"), site.path("extensions.d/berlin"));
        }
    }

    @Test
    void aFileOrFolderThatIsSwappedForALinkIsNotReadThroughIt() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("100.yaml"), "outside");
        site.write("extensions.d/berlin/100.yaml", "inside");
        site.write("extensions.d/200.yaml", "inside");
        Scan scan = source(path -> {
                    Path berlin = site.path("extensions.d/berlin");
                    if (path.startsWith("extensions.d/berlin") && !Files.isSymbolicLink(berlin)) {
                        Files.move(berlin, site.path("old"));
                        Files.createSymbolicLink(berlin, outside);
                    } else if (path.endsWith("200.yaml") && !Files.isSymbolicLink(site.path(path))) {
                        Files.delete(site.path(path));
                        Files.createSymbolicLink(site.path(path), outside.resolve("100.yaml"));
                    }
                })
                .scan(Snapshot.empty(), List.of(Site.EVERYTHING));
        assertThat(Site.documents(scan.snapshot()).values()).doesNotContain(new Site.Text("outside"));
        assertThat(scan.snapshot().problems()).hasSize(2);
    }
}
