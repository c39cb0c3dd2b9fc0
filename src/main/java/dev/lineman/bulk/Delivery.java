package dev.lineman.bulk;

import dev.lineman.disk.Disk;
import dev.lineman.disk.WritableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes files that belong together: all lie on the disk under other names before the first takes its place, so that a
 * full disk changes nothing.
 */
public final class Delivery {
    private Delivery() {}

    /** A file that lies beside its place. */
    private record Prepared(Path temporary, Path target) {}

    /** Writes files below a root; folders that are missing are made. */
    public static void deliver(Disk disk, Path root, List<CsvImport.NewFile> files) throws IOException {
        Deque<Prepared> prepared = new ArrayDeque<>();
        try {
            for (CsvImport.NewFile file : files) {
                prepare(disk, root.resolve(file.path()), file.content(), prepared);
            }
            for (Prepared file : prepared) {
                flush(disk, file.temporary());
            }
            Set<Path> folders = new LinkedHashSet<>();
            for (Prepared file = prepared.peek(); file != null; file = prepared.peek()) {
                disk.rename(file.temporary(), file.target());
                prepared.remove();
                folders.add(file.target().resolveSibling(""));
            }
            for (Path folder : folders) {
                disk.flushFolder(folder);
            }
        } catch (IOException e) {
            prepared.forEach(file -> forget(disk, file.temporary(), e));
            throw e;
        }
    }

    private static void prepare(Disk disk, Path target, String content, Deque<Prepared> prepared) throws IOException {
        disk.createFolders(target.resolveSibling(""));
        Path temporary = target.resolveSibling(disk.temporaryName());
        try (WritableFile file = disk.create(temporary)) {
            prepared.add(new Prepared(temporary, target));
            file.write(StandardCharsets.UTF_8.encode(content), 0);
        }
    }

    // Only when all are written: a file system then commits many of them at once.
    private static void flush(Disk disk, Path temporary) throws IOException {
        try (WritableFile file = disk.open(temporary)) {
            file.flush();
        }
    }

    private static void forget(Disk disk, Path temporary, IOException cause) {
        try {
            disk.delete(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
