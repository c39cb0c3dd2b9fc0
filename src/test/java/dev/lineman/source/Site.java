package dev.lineman.source;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.watch.Hint;
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

/** A folder of inputs on the real file system, a source over it, and the snapshot that a chain of scans has come to. */
final class Site {
    /** A document that is its text. */
    record Text(String text) implements Document {
        @Override
        public boolean continues(Document shorter) {
            return shorter instanceof Text other && text.startsWith(other.text) && !equals(other);
        }
    }

    /** Understands every text but an empty one and one that begins with an exclamation mark. */
    static class TextReader implements Reader {
        @Override
        public Interest wants(String path) {
            if (path.startsWith("templates/static/")) {
                return Interest.DIGEST;
            }
            return path.endsWith(".md") ? Interest.IGNORE : Interest.READ;
        }

        @Override
        public Reading read(String path, byte[] content) {
            String text = new String(content, StandardCharsets.UTF_8);
            if (text.startsWith("bug")) {
                throw new IllegalStateException("a bug");
            }
            return text.isEmpty() || text.startsWith("!")
                    ? new Reading(null, List.of(Problem.error(Position.of(path), "cannot be understood")))
                    : new Reading(new Text(text), List.of());
        }

        @Override
        public long largest(String path) {
            return 1 << 20;
        }
    }

    static final List<String> KINDS =
            List.of("extensions.d", "templates/phones", "templates/site", "templates/lib", "templates/static");

    static final Hint EVERYTHING = new Hint.Everything();

    final Path root;
    final Path secrets;
    final Inputs inputs;
    Duration ahead = Duration.ZERO;
    final Source source;
    Snapshot snapshot = Snapshot.empty();

    Site(Path root, Path secrets, Path... keys) {
        this(root, secrets, LinkPolicy.closing(keys), Settling.NONE, Shortcuts.ALL);
    }

    private Site(Path root, Path secrets, LinkPolicy links, Settling settling, Shortcuts shortcuts) {
        this.root = root;
        this.secrets = secrets;
        this.inputs = new Inputs(root, KINDS, List.of(secrets), links.and(List.of(root.resolve("out"))));
        this.source = new Source(
                inputs,
                new TextReader(),
                () -> Instant.now().plus(ahead),
                ScanOptions.DEFAULT.with(settling).with(shortcuts));
    }

    /** With both input folders, empty. */
    static Site in(Path root) throws IOException {
        return in(root, Shortcuts.ALL);
    }

    static Site in(Path root, Shortcuts shortcuts) throws IOException {
        return in(root, Settling.NONE, shortcuts);
    }

    static Site in(Path root, Settling settling, Shortcuts shortcuts) throws IOException {
        Files.createDirectories(root.resolve("extensions.d"));
        Files.createDirectories(root.resolve("templates/static"));
        return new Site(root, root.resolve("secrets.yaml"), LinkPolicy.closing(), settling, shortcuts);
    }

    /** The same root, whose input folders may be links to folders below another. */
    static Site allowing(Path root, Path folder) {
        LinkPolicy links = new LinkPolicy(List.of(), List.of(folder));
        return new Site(root, root.resolve("secrets.yaml"), links, Settling.NONE, Shortcuts.ALL);
    }

    Path path(String name) {
        return root.resolve(name);
    }

    Path write(String name, String text) throws IOException {
        Path file = path(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    /** Replaces a file as careful editors do. */
    void replace(String name, String text) throws IOException {
        Path fresh = Files.writeString(path(name + ".tmp"), text);
        Files.move(
                fresh,
                path(name),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    Scan scan(Hint... hints) {
        return scan(Arrays.asList(hints));
    }

    Scan scan(Collection<Hint> hints) {
        Scan scan = source.scan(snapshot, hints);
        snapshot = scan.snapshot();
        return scan;
    }

    /** Scans with hints at these paths. */
    Scan at(String... names) {
        return scan(Arrays.stream(names).<Hint>map(n -> new Hint.At(path(n))).toList());
    }

    /** Later than anything that was written counts as young. */
    void wait2s() {
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
