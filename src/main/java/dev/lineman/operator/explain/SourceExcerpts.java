package dev.lineman.operator.explain;

import dev.lineman.build.make.FolderNames;
import dev.lineman.collection.LruMap;
import dev.lineman.fs.Digest;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.inventory.secret.MaskedLine;
import dev.lineman.problem.Position;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines that problems are at, as people may see them. Of files that may hold nothing but secrets, none. The last ones are
 * kept, since a page that is open asks for them again and again. Thread-safe.
 */
public final class SourceExcerpts {
    private static final int MAX_CHARACTERS = 200;
    private static final long MAX_FILE_BYTES = 4 << 20;
    private static final int MAX_CACHED = 200;

    private final Path root;
    private final Map<ExcerptKey, String> cache = new LruMap<>(MAX_CACHED);

    public SourceExcerpts(Path root) {
        this.root = root;
    }

    /** A place in just this content. */
    private record ExcerptKey(Position at, Digest content) {}

    /**
     * A line; null where it cannot be shown, or is another by now than the one that the problem is at.
     *
     * @param snapshot that the problem was found in
     */
    @Nullable
    public String of(Position at, Snapshot snapshot) {
        Snapshot.SnapshotEntry entry = snapshot.entry(at.file());
        if (entry == null) {
            return null;
        }
        ExcerptKey spot = new ExcerptKey(at, entry.digest());
        synchronized (cache) {
            String line = cache.get(spot);
            if (line != null) {
                return line;
            }
        }
        String line = read(at, entry);
        if (line != null) {
            synchronized (cache) {
                cache.put(spot, line);
            }
        }
        return line;
    }

    private @Nullable String read(Position at, Snapshot.SnapshotEntry entry) {
        boolean extension = at.file().startsWith(FolderNames.EXTENSIONS + '/');
        boolean template =
                at.file().startsWith(FolderNames.TEMPLATES + '/') && !at.file().startsWith(FolderNames.STATIC);
        if (!extension && !template) {
            return null;
        }
        try {
            Path file = root.resolve(at.file());
            if (entry.stamp().size() > MAX_FILE_BYTES || !Files.isRegularFile(file)) {
                return null;
            }
            byte[] content = content(file, (int) entry.stamp().size());
            List<String> lines =
                    new String(content, StandardCharsets.UTF_8).lines().toList();
            if (!Digest.of(content).equals(entry.digest()) || at.line() > lines.size()) {
                return null;
            }
            return extension
                    ? cut(MaskedLine.mask(at.file(), lines, at.line()), 1)
                    : cut(lines.get(at.line() - 1), at.column());
        } catch (IOException e) {
            return null;
        }
    }

    /** What the file holds, but for what it may have grown by: by now it may be another, of any size. */
    private static byte[] content(Path file, int size) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(size);
        }
    }

    /** What stands around a column. */
    private static String cut(String line, int column) {
        int from = Math.max(0, Math.min(column - 1, line.length()) - MAX_CHARACTERS / 2);
        int to = Math.min(line.length(), from + MAX_CHARACTERS);
        return (from > 0 ? "… " : "") + line.substring(from, to).stripTrailing() + (to < line.length() ? " …" : "");
    }
}
