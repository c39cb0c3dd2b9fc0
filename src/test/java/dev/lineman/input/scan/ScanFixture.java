package dev.lineman.input.scan;

import dev.lineman.input.Document;
import dev.lineman.input.DocumentReader;
import dev.lineman.input.InputPaths;
import dev.lineman.input.ReadResult;
import dev.lineman.input.SymlinkPolicy;
import dev.lineman.input.snapshot.Settling;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Input folders on the real file system, a scanner over them, and the snapshot of the last scan. */
final class ScanFixture {
    /** A document that is its text. A content that ends with its last five characters is complete. */
    record Text(String text) implements Document {
        @Override
        public boolean isCompletedBy(byte[] content) {
            return new String(content, StandardCharsets.UTF_8).endsWith(text.substring(Math.max(0, text.length() - 5)));
        }

        @Override
        public boolean continues(Document shorter) {
            return shorter instanceof Text other && text.startsWith(other.text) && !equals(other);
        }
    }

    /** Reads every text, except an empty one and one that begins with an exclamation mark. */
    static class TextReader implements DocumentReader {
        @Override
        public Interest interest(String path) {
            if (path.startsWith("templates/static/")) {
                return Interest.DIGEST;
            }
            return path.endsWith(".md") ? Interest.IGNORE : Interest.READ;
        }

        @Override
        public ReadResult read(String path, byte[] content) {
            String text = new String(content, StandardCharsets.UTF_8);
            if (text.startsWith("bug")) {
                throw new IllegalStateException("a bug");
            }
            return text.isEmpty() || text.startsWith("!")
                    ? new ReadResult(null, List.of(Problem.blocking(Position.of(path), "cannot be understood")))
                    : new ReadResult(new Text(text), List.of());
        }

        @Override
        public long maxBytes(String path) {
            return 1 << 20;
        }
    }

    static final List<String> KINDS =
            List.of("extensions.d", "templates/phones", "templates/site", "templates/lib", "templates/static");

    static final Hint EVERYTHING = new Hint.FullScanHint();

    final Path root;
    final Path secrets;
    final InputPaths inputs;
    Duration ahead = Duration.ZERO;
    final SnapshotScanner scanner;
    Snapshot snapshot = Snapshot.empty();

    ScanFixture(Path root, Path secrets, Path... keys) {
        this(root, secrets, SymlinkPolicy.protecting(keys), Settling.NONE, ScanShortcuts.ALL);
    }

    private ScanFixture(Path root, Path secrets, SymlinkPolicy links, Settling settling, ScanShortcuts scanShortcuts) {
        this.root = root;
        this.secrets = secrets;
        this.inputs = new InputPaths(root, KINDS, List.of(secrets), links.withProtected(List.of(root.resolve("out"))));
        this.scanner = new SnapshotScanner(
                inputs,
                new TextReader(),
                () -> Instant.now().plus(ahead),
                ScanOptions.DEFAULT.with(settling).with(scanShortcuts));
    }

    /** A root with two empty input folders. */
    static ScanFixture in(Path root) throws IOException {
        return in(root, ScanShortcuts.ALL);
    }

    static ScanFixture in(Path root, ScanShortcuts scanShortcuts) throws IOException {
        return in(root, Settling.NONE, scanShortcuts);
    }

    static ScanFixture in(Path root, Settling settling, ScanShortcuts scanShortcuts) throws IOException {
        Files.createDirectories(root.resolve("extensions.d"));
        Files.createDirectories(root.resolve("templates/static"));
        return new ScanFixture(root, root.resolve("secrets.yaml"), SymlinkPolicy.protecting(), settling, scanShortcuts);
    }

    /** The same root, with links allowed to a folder outside it. */
    static ScanFixture allowing(Path root, Path folder) {
        SymlinkPolicy links = new SymlinkPolicy(List.of(), List.of(folder));
        return new ScanFixture(root, root.resolve("secrets.yaml"), links, Settling.NONE, ScanShortcuts.ALL);
    }

    Path path(String name) {
        return root.resolve(name);
    }

    Path write(String name, String text) throws IOException {
        Path file = path(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    /** Replaces a file by rename, like editors. */
    void replace(String name, String text) throws IOException {
        Path fresh = Files.writeString(path(name + ".tmp"), text);
        Files.move(
                fresh,
                path(name),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    ScanResult scan(Hint... hints) {
        return scan(Arrays.asList(hints));
    }

    ScanResult scan(Collection<Hint> hints) {
        ScanResult scanResult = scanner.scan(snapshot, hints);
        snapshot = scanResult.snapshot();
        return scanResult;
    }

    /** Scans with hints at these paths. */
    ScanResult at(String... names) {
        return scan(
                Arrays.stream(names).<Hint>map(n -> new Hint.PathHint(path(n))).toList());
    }

    /** Moves the clock so far that no file counts as young. */
    void passYoungAge() {
        ahead = ahead.plusSeconds(3);
    }

    Map<String, Document> documents() {
        return documents(snapshot);
    }

    static Map<String, Document> documents(Snapshot snapshot) {
        Map<String, Document> all = new TreeMap<>();
        snapshot.files().forEach((path, entry) -> {
            Document document = entry.document();
            if (document != null) {
                all.put(path, document);
            }
        });
        return all;
    }

    String text(String name) {
        return snapshot.document(name) instanceof Text text ? text.text() : "";
    }

    List<String> problems() {
        return snapshot.problems().stream().map(Problem::toString).toList();
    }
}
