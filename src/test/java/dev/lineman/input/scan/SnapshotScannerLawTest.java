package dev.lineman.input.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.input.Document;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * After any edits, the snapshot equals that of a first scan, except for broken files, which keep their last good
 * document. Holds for scans by exact hints, by the differences after lost hints, and for full scans.
 */
final class SnapshotScannerLawTest {
    private static final int SEEDS = Rounds.of(30);
    private static final int EDITS = 30;
    private static final int NEVER = Integer.MAX_VALUE;

    private static final List<String> PATHS = List.of(
            "extensions.d/a.yaml",
            "extensions.d/b.yaml",
            "extensions.d/x",
            "extensions.d/x.yaml",
            "extensions.d/x-1.yaml",
            "extensions.d/x/a.yaml",
            "extensions.d/x/deep/a.yaml",
            "extensions.d/x/deep",
            "extensions.d/y",
            "extensions.d/y/a.yaml",
            "extensions.d/y/z",
            "extensions.d/note.md",
            "templates/lib/a.cfg",
            "templates/static/a.bin",
            "templates/static",
            "templates",
            "extensions.d",
            "secrets.yaml",
            "shared/a.yaml",
            "shared");

    private static final List<String> LINKS = List.of("extensions.d/l.yaml", "extensions.d/x/l", "templates/lib/l");

    private static final List<String> TARGETS =
            List.of("shared/a.yaml", "shared", "extensions.d/x", "extensions.d", "..", "nowhere");

    /** Every combination of shortcuts: all, each alone, and none. */
    private static final List<ScanShortcuts> SHORTCUTS = List.of(
            ScanShortcuts.ALL,
            new ScanShortcuts(true, NEVER),
            new ScanShortcuts(true, 1),
            new ScanShortcuts(false, 1),
            ScanShortcuts.NONE);

    private enum Kind {
        WRITE,
        WRITE_BROKEN,
        WRITE_EMPTY,
        REWRITE_SAME_SIZE,
        REPLACE,
        TOUCH,
        DELETE,
        MOVE,
        LINK
    }

    private enum Hints {
        EXACT,
        LOST,
        EVERYTHING,
        LATER
    }

    private record Edit(Kind kind, String path, String other, int number, Hints hints) {}

    /** On the disk: in memory, the size of a folder changes with its files, and the scanner looks at it once more. */
    @TempDir(factory = TempDirFactory.Standard.class)
    Path temporary;

    private int runs;
    private ScanShortcuts scanShortcuts = ScanShortcuts.ALL;

    @Test
    void scansByHintsDifferencesAndFullScansEqualAFirstScan() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Edit> script = script(new Random(seed));
            scanShortcuts = SHORTCUTS.get(seed / 2 % SHORTCUTS.size());
            if (run(script, seed % 2 == 0) != null) {
                List<Edit> shortest = shrink(script, seed % 2 == 0);
                String failure = run(shortest, seed % 2 == 0);
                assertThat(failure)
                        .as("seed %d, %s, %s", seed, scanShortcuts, shortest)
                        .isNull();
            }
        }
    }

    private static List<Edit> script(Random random) {
        List<Edit> script = new ArrayList<>();
        for (int i = 0; i < EDITS; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            boolean link = kind == Kind.LINK;
            List<String> paths = link ? LINKS : PATHS;
            List<String> others = link ? TARGETS : PATHS;
            script.add(new Edit(
                    kind,
                    paths.get(random.nextInt(paths.size())),
                    others.get(random.nextInt(others.size())),
                    i,
                    Hints.values()[random.nextInt(Hints.values().length)]));
        }
        return script;
    }

    private List<Edit> shrink(List<Edit> script, boolean settled) throws IOException {
        List<Edit> shortest = new ArrayList<>(script);
        for (int i = shortest.size() - 1; i >= 0; i--) {
            List<Edit> without = new ArrayList<>(shortest);
            without.remove(i);
            if (run(without, settled) != null) {
                shortest = without;
            }
        }
        return shortest;
    }

    /** The first fault after this script; null if there is none. */
    private @Nullable String run(List<Edit> script, boolean settled) throws IOException {
        ScanFixture scanFixture = ScanFixture.in(temporary.resolve("run" + runs++), scanShortcuts);
        Map<String, Document> expected = new TreeMap<>();
        Map<String, Document> composed = new TreeMap<>();
        Set<Hint> later = new HashSet<>();
        if (settled) {
            scanFixture.passYoungAge();
        }
        for (Edit edit : script) {
            later.addAll(apply(scanFixture, edit, settled));
            if (edit.hints() == Hints.LATER) {
                continue;
            }
            ScanResult scanResult = switch (edit.hints()) {
                case LOST -> scanFixture.scan(scanFixture.scanner.differences(scanFixture.snapshot));
                case EVERYTHING -> scanFixture.scan(ScanFixture.EVERYTHING);
                default -> scanFixture.scan(later);
            };
            later.clear();
            for (FileChange change : scanResult.changes()) {
                Document before = change.before();
                Document after = change.after();
                if (before == null
                        ? composed.containsKey(change.path())
                        : !before.equals(composed.get(change.path()))) {
                    return edit + ": the change begins elsewhere: " + change;
                }
                if (after == null) {
                    composed.remove(change.path());
                } else {
                    composed.put(change.path(), after);
                }
            }
            String failure = compare(scanFixture, expected, composed);
            if (failure != null) {
                return edit + ": " + failure;
            }
        }
        return null;
    }

    private static @Nullable String compare(
            ScanFixture scanFixture, Map<String, Document> expected, Map<String, Document> composed) {
        Snapshot scratch = scanFixture
                .scanner
                .scan(Snapshot.empty(), List.of(ScanFixture.EVERYTHING))
                .snapshot();
        expected.keySet().removeIf(path -> scratch.entry(path) == null && !scratch.isUnknown(path));
        expected.putAll(ScanFixture.documents(scratch));
        if (!scanFixture.documents().equals(expected)) {
            return "documents " + scanFixture.documents() + " for " + expected;
        }
        if (!composed.equals(expected)) {
            return "changes make " + composed + " for " + expected;
        }
        if (!visible(scanFixture.snapshot.blocked(), scratch).equals(visible(scratch.blocked(), scratch))) {
            return "blocked " + scanFixture.snapshot.blocked() + " for " + scratch.blocked();
        }
        if (!visible(scanFixture.snapshot.links(), scratch).equals(visible(scratch.links(), scratch))) {
            return "links " + scanFixture.snapshot.links() + " for " + scratch.links();
        }
        for (String path : PATHS) {
            if (scanFixture.snapshot.isUnknown(path) != (scratch.isUnknown(path) && !expected.containsKey(path))) {
                return "unknown " + path;
            }
        }
        return scanFixture.scanner.differences(scanFixture.snapshot).stream()
                        .allMatch(h -> h instanceof Hint.PathHint at && young(scanFixture, at))
                ? null
                : "differences " + scanFixture.scanner.differences(scanFixture.snapshot) + " after a scan";
    }

    /** The paths that are not below a blocked path, where the content stays. */
    private static List<String> visible(Set<String> paths, Snapshot now) {
        return paths.stream()
                .filter(path -> now.blocked().stream().noneMatch(b -> path.startsWith(b + "/")))
                .toList();
    }

    private static boolean young(ScanFixture scanFixture, Hint.PathHint at) {
        Snapshot.SnapshotEntry entry = scanFixture.snapshot.entry(scanFixture.inputs.name(at.path()));
        return entry != null && entry.young();
    }

    /** Does an edit as far as the file system lets it, and returns the exact hints. */
    private static List<Hint> apply(ScanFixture scanFixture, Edit edit, boolean settled) throws IOException {
        Path path = scanFixture.path(edit.path());
        Path other = scanFixture.path(edit.other());
        // Unique sizes, since times may be equal.
        String text = "v" + edit.number() + (settled ? "x".repeat(10 * edit.number()) : "");
        try {
            switch (edit.kind()) {
                case WRITE -> scanFixture.write(edit.path(), text);
                case WRITE_BROKEN -> scanFixture.write(edit.path(), "!" + text);
                case WRITE_EMPTY -> scanFixture.write(edit.path(), "");
                case REWRITE_SAME_SIZE -> {
                    if (!settled && Files.isRegularFile(path) && Files.size(path) > 1) {
                        String letter = String.valueOf((char) ('a' + edit.number()));
                        Files.writeString(path, letter.repeat((int) Files.size(path)));
                    }
                }
                case REPLACE -> scanFixture.replace(edit.path(), text);
                case TOUCH -> Files.setLastModifiedTime(path, FileTime.fromMillis(edit.number()));
                case DELETE -> delete(path);
                case MOVE -> Files.move(path, other, StandardCopyOption.ATOMIC_MOVE);
                case LINK -> {
                    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                        Files.deleteIfExists(path);
                        Files.createSymbolicLink(path, scanFixture.path(edit.other()));
                    }
                }
            }
        } catch (FileSystemException e) {
            // The edit is not possible here. The files are as it left them.
            return hints(path, other);
        }
        return hints(path, other);
    }

    private static List<Hint> hints(Path path, Path other) {
        return List.of(new Hint.PathHint(path), new Hint.PathHint(other));
    }

    private static void delete(Path path) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
