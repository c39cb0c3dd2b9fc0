package dev.lineman.input.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.e2e.SystemTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatcherTest {
    private static final Hint EVERYTHING = new Hint.FullScanHint();

    @TempDir
    Path temporary;

    private final ConcurrentLinkedQueue<Hint> hints = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> warnings = new ConcurrentLinkedQueue<>();
    private final List<FileWatcher> watchers = new ArrayList<>();

    @AfterEach
    void close() {
        watchers.forEach(FileWatcher::close);
    }

    private FileWatcher start(List<Path> folders, List<Path> files) {
        FileWatcher watcher = new FileWatcher(folders, files, hints::add, warnings::add, System::nanoTime);
        watchers.add(watcher);
        return watcher;
    }

    private FileWatcher watch(List<Path> folders, List<Path> files) {
        FileWatcher watcher = start(folders, files);
        awaitFullScanHint();
        return watcher;
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(temporary.resolve(name));
    }

    private static void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for %s", what).isLessThan(deadline);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private void awaitFullScanHint() {
        await(() -> hints.contains(EVERYTHING), "a full scan hint");
        hints.clear();
    }

    private void awaitHint(Path path) {
        await(() -> hints.contains(new Hint.PathHint(path)), "a hint at " + path);
    }

    /** Waits for a hint at a path or at a folder above it, or for a full scan hint. */
    private void awaitHintAtOrAbove(Path path) {
        await(
                () -> hints.stream().anyMatch(h -> !(h instanceof Hint.PathHint at) || path.startsWith(at.path())),
                "" + path);
    }

    @Test
    void aFileThatIsWrittenChangedMovedOrDeletedGivesAHint() throws IOException {
        Path root = folder("extensions.d");
        FileWatcher watcher = watch(List.of(root), List.of());
        Path file = Files.writeString(root.resolve("100.yaml"), "a");
        awaitHint(file);
        hints.clear();
        Files.writeString(file, "b");
        awaitHint(file);
        Path other = Files.move(file, root.resolve("101.yaml"));
        awaitHint(other);
        hints.clear();
        Files.delete(other);
        awaitHint(other);
        assertThat(watcher.isReliable()).isTrue();
        assertThat(warnings).isEmpty();
    }

    @Test
    void aFolderThatIsMovedInIsWatchedAtEveryDepth() throws IOException {
        Path root = folder("extensions.d");
        Path deep = folder("away/a/b/c");
        watch(List.of(root), List.of());
        Files.move(temporary.resolve("away"), root.resolve("here"));
        awaitHint(root.resolve("here"));
        Path file = Files.writeString(root.resolve("here").resolve("a/b/c/100.yaml"), "x");
        awaitHint(file);
        assertThat(deep).doesNotExist();
        hints.clear();
        Files.move(root.resolve("here/a"), root.resolve("a"));
        awaitHint(root.resolve("a"));
        awaitHint(root.resolve("here/a"));
        hints.clear();
        awaitHint(Files.writeString(root.resolve("a/b/c/100.yaml"), "y"));
    }

    @Test
    void aHiddenFolderIsNotWatched() throws IOException {
        Path root = folder("extensions.d");
        Path hidden = folder("extensions.d/.git");
        watch(List.of(root), List.of());
        Files.writeString(hidden.resolve("index"), "x");
        Path file = Files.writeString(root.resolve("100.yaml"), "a");
        awaitHint(file);
        assertThat(hints).doesNotContain(new Hint.PathHint(hidden.resolve("index")));
    }

    @Test
    void aMissingFolderIsWatchedWhenItAppears() throws IOException {
        Path there = folder("templates");
        Path root = temporary.resolve("extensions.d");
        watch(List.of(there, root), List.of());
        awaitHint(Files.writeString(there.resolve("a.xml"), "x"));
        hints.clear();
        folder("extensions.d");
        awaitFullScanHint();
        awaitHint(Files.writeString(root.resolve("100.yaml"), "a"));
    }

    @Test
    void aReplacedFolderIsWatchedAgain() throws IOException {
        Path root = folder("extensions.d");
        watch(List.of(root), List.of());
        Files.move(root, temporary.resolve("old"));
        folder("extensions.d");
        awaitFullScanHint();
        awaitHint(Files.writeString(root.resolve("100.yaml"), "a"));
        Files.delete(root.resolve("100.yaml"));
        Files.delete(root);
        awaitFullScanHint();
        folder("extensions.d");
        awaitFullScanHint();
        awaitHint(Files.writeString(root.resolve("101.yaml"), "a"));
    }

    @Test
    void aLinkedFolderGivesHintsUnderItsOwnNameAlsoAfterTheLinkChanges() throws IOException {
        Path one = folder("rev-1");
        Path two = folder("rev-2");
        Path root = Files.createSymbolicLink(temporary.resolve("current"), one.getFileName());
        watch(List.of(root), List.of());
        Files.writeString(one.resolve("100.yaml"), "a");
        awaitHint(root.resolve("100.yaml"));
        hints.clear();
        Path flip = Files.createSymbolicLink(temporary.resolve("flip"), two.getFileName());
        Files.move(flip, root, StandardCopyOption.ATOMIC_MOVE);
        awaitFullScanHint();
        Files.writeString(two.resolve("101.yaml"), "a");
        awaitHint(root.resolve("101.yaml"));
    }

    @Test
    void aSingleFileGivesAHintWhenItAppearsChangesAndDisappears() throws IOException {
        Path file = temporary.resolve("secrets.yaml");
        watch(List.of(folder("extensions.d")), List.of(file));
        Files.writeString(file, "a: b");
        awaitHint(file);
        hints.clear();
        Files.writeString(file, "a: longer");
        awaitHint(file);
        hints.clear();
        Files.delete(file);
        awaitHint(file);
    }

    @Test
    void aSingleFileIsHintedAtBeforeAFileInAFolderThatWasWrittenAfterIt() throws IOException {
        Path secrets = temporary.resolve("secrets.yaml");
        Path root = folder("extensions.d");
        watch(List.of(root), List.of(secrets));
        for (int i = 0; i < 10; i++) {
            hints.clear();
            Files.writeString(secrets, "a: " + "b".repeat(i + 1));
            Path extension = Files.writeString(root.resolve(i + ".yaml"), "x");
            awaitHint(extension);
            List<Hint> seen = List.copyOf(hints);
            assertThat(seen.indexOf(new Hint.PathHint(secrets)))
                    .isBetween(0, seen.indexOf(new Hint.PathHint(extension)));
        }
    }

    @Test
    void noEventOfABurstIsLost() throws IOException {
        Path root = folder("extensions.d");
        watch(List.of(root), List.of());
        Set<Path> written = new HashSet<>();
        for (int i = 0; i < 3000; i++) {
            Path folder = folder("extensions.d/d" + i % 30 + "/e" + i % 7);
            written.add(Files.writeString(folder.resolve(i + ".yaml"), "x"));
        }
        written.forEach(this::awaitHintAtOrAbove);
        Path later = root.resolve("d3/e3/later.yaml");
        await(
                () -> {
                    try {
                        Files.deleteIfExists(later);
                        Files.writeString(later, "x");
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                    return hints.contains(new Hint.PathHint(later));
                },
                "a folder of the burst to be watched");
    }

    @Test
    void aChangeRightAfterTheStartIsNotLost() throws IOException {
        Path root = folder("extensions.d");
        start(List.of(root), List.of());
        Path file = Files.writeString(root.resolve("100.yaml"), "x");
        awaitHintAtOrAbove(file);
    }

    @Test
    void anExceptionGivesAFullScanHintAndNewWatches() throws IOException {
        Path root = folder("extensions.d");
        try (FolderWatches folderWatches = FolderWatches.open(List.of(root), List.of(), hints::add)) {
            assertThat(folderWatches.eventsLost()).isFalse();
            folderWatches.onException(new NullPointerException("an overflow, as the library tells it"));
            assertThat(folderWatches.eventsLost()).isTrue();
            assertThat(hints).containsExactly(EVERYTHING);
        }
    }

    @Test
    void aRefusedWatchIsReportedAndTheOthersStay() throws IOException {
        Path root = folder("extensions.d");
        folder("extensions.d/a/deep");
        folder("extensions.d/b");
        FolderVisitor visitor = new FolderVisitor();
        Set<Path> watched = new HashSet<>();
        visitor.recursiveVisitFiles(
                root,
                folder -> {
                    if (folder.endsWith("a")) {
                        throw new IOException("User limit of inotify watches reached");
                    }
                    watched.add(folder);
                },
                file -> {});
        assertThat(watched).containsExactlyInAnyOrder(root, root.resolve("b"));
        assertThat(visitor.limitMessage())
                .contains("fs.inotify.max_user_watches")
                .contains("polling");
        assertThat(visitor.isUnwatched(root.resolve("a"))).isTrue();
    }

    @Test
    void aClosedWatcherGivesNoHints() throws IOException {
        Path root = folder("extensions.d");
        watch(List.of(root), List.of()).close();
        hints.clear();
        Files.writeString(root.resolve("100.yaml"), "x");
        start(List.of(folder("other")), List.of());
        awaitFullScanHint();
        assertThat(hints).isEmpty();
    }

    @Test
    void aLinkTargetInAHiddenFolderGivesHints() throws IOException {
        Path root = folder("extensions.d");
        Path store = folder("extensions.d/.store");
        Path file = Files.writeString(store.resolve("100.yaml"), "one");
        FileWatcher watcher = watch(List.of(root), List.of());
        watcher.watchLinkTargets(List.of(root.toRealPath(), store.toRealPath()));
        awaitFullScanHint();
        Files.writeString(file, "two");
        awaitHint(file);
    }

    @Test
    void anInputFolderThatIsALinkGivesHintsUnderItsOwnName() throws IOException {
        Path templates = folder("templates");
        Path shared = folder("shared");
        Path link = Files.createSymbolicLink(templates.resolve("static"), shared);
        watch(List.of(templates, link), List.of());
        Files.writeString(shared.resolve("a.bin"), "one");
        awaitHint(link.resolve("a.bin"));
        Files.writeString(Files.createDirectory(templates.resolve("lib")).resolve("l"), "one");
        awaitHintAtOrAbove(templates.resolve("lib/l"));
    }

    @Test
    void aChangeWithoutAnEventMakesTheWatcherWatchAllFoldersAgain() throws IOException {
        Path root = folder("extensions.d");
        FileWatcher watcher = watch(List.of(root), List.of());
        Path withEvent = Files.writeString(root.resolve("100.yaml"), "one");
        awaitHint(withEvent);
        watcher.checkForMissedEvents(List.of(new Hint.PathHint(withEvent)));
        Files.writeString(root.resolve("101.yaml"), "one");
        awaitHint(root.resolve("101.yaml"));
        assertThat(hints).doesNotContain(EVERYTHING);
        watcher.checkForMissedEvents(List.of(new Hint.PathHint(root.resolve("sub/102.yaml"))));
        awaitFullScanHint();
    }

    @Test
    void aLateEventDoesNotMakeTheWatcherWatchAllFoldersAgain() {
        RecentEvents events = new RecentEvents();
        Hint hint = new Hint.PathHint(temporary.resolve("a/b"));
        events.expect(List.of(hint));
        assertThat(events.hasMissedEvent()).isFalse();
        events.record(hint);
        assertThat(events.hasMissedEvent()).isFalse();
        events.expect(List.of(hint));
        assertThat(events.hasMissedEvent()).isFalse();
        assertThat(events.hasMissedEvent())
                .as("an event before the change was found")
                .isFalse();
        events.expect(List.of(hint));
        assertThat(events.hasMissedEvent()).isFalse();
        assertThat(events.hasMissedEvent()).isTrue();
        assertThat(events.hasMissedEvent()).as("judged once").isFalse();
        events.record(new Hint.PathHint(temporary.resolve("a")));
        events.expect(List.of(hint));
        assertThat(events.hasMissedEvent()).isFalse();
        assertThat(events.hasMissedEvent())
                .as("an event of the folder covers it")
                .isFalse();
    }

    @Test
    @SystemTest
    void aMountOverASubfolderIsWatchedAfterAScanHasFoundIt() throws IOException, InterruptedException {
        Path root = folder("extensions.d");
        Path sub = folder("extensions.d/sub");
        Path hidden = Files.writeString(sub.resolve("100.yaml"), "one");
        FileWatcher watcher = watch(List.of(root), List.of());
        run("mount", "-t", "tmpfs", "none", sub.toString());
        try {
            watcher.checkForMissedEvents(List.of(new Hint.PathHint(hidden)));
            awaitFullScanHint();
            Path inside = Files.writeString(sub.resolve("200.yaml"), "one");
            awaitHint(inside);
            Files.writeString(inside, "two");
        } finally {
            watcher.close();
            run("umount", sub.toString());
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }
}
