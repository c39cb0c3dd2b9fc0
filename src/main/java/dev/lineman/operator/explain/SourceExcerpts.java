package dev.lineman.operator.explain;

import dev.lineman.build.make.FolderNames;
import dev.lineman.collection.LruMap;
import dev.lineman.fs.Digest;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.inventory.secret.MaskedLine;
import dev.lineman.problem.Position;
import dev.lineman.template.builtin.BuiltInTemplates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the source line of a problem in a file of the root or in a built-in template, with dots in place of secrets. It shows no line of a file that has only
 * secrets. It keeps the last lines, since an open status page asks for them every few seconds. Thread-safe.
 */
public final class SourceExcerpts {
    /** Characters of an excerpt. Of a longer line, it is the part around the problem. */
    private static final int MAX_CHARACTERS = 200;

    /** A file with more bytes than this has no excerpts. */
    private static final long MAX_FILE_BYTES = 4 << 20;

    /** Excerpts to keep. */
    private static final int MAX_CACHED = 200;

    private final Path root;
    private final BuiltInTemplates builtInTemplates;
    private final Map<ExcerptKey, String> cache = new LruMap<>(MAX_CACHED);

    /**
     * @param root the folder with the inputs
     * @param builtInTemplates the templates beneath those of the root
     */
    public SourceExcerpts(Path root, BuiltInTemplates builtInTemplates) {
        this.root = root;
        this.builtInTemplates = builtInTemplates;
    }

    /** A position in a certain content. */
    private record ExcerptKey(Position at, Digest content) {}

    /**
     * The line of a problem; null if it cannot be shown, or if the file has changed since.
     *
     * @param snapshot the snapshot in which the problem was found
     */
    @Nullable
    public String of(Position at, Snapshot snapshot) {
        Snapshot.SnapshotEntry entry = snapshot.entry(at.file());
        if (entry == null) {
            return snapshot.isUnknown(at.file()) ? null : ofBuiltIn(at);
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

    /** Reads the line from the disk, and checks that the file still has the content of the snapshot. */
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
            List<String> lines = lines(content);
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

    /** The line of a built-in file; null if there is none. */
    private @Nullable String ofBuiltIn(Position at) {
        byte[] content = builtInTemplates.contents().get(at.file());
        List<String> lines = content == null ? List.of() : lines(content);
        return at.line() > lines.size() ? null : cut(lines.get(at.line() - 1), at.column());
    }

    private static List<String> lines(byte[] content) {
        return new String(content, StandardCharsets.UTF_8).lines().toList();
    }

    /** Reads at most the size from the snapshot. The file may have been replaced by one of any size. */
    private static byte[] content(Path file, int size) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(size);
        }
    }

    /**
     * The part of a line around a column.
     *
     * @param column from 1
     */
    private static String cut(String line, int column) {
        int from = Math.max(0, Math.min(column - 1, line.length()) - MAX_CHARACTERS / 2);
        int to = Math.min(line.length(), from + MAX_CHARACTERS);
        return (from > 0 ? "… " : "") + line.substring(from, to).stripTrailing() + (to < line.length() ? " …" : "");
    }
}
