package dev.lineman.bulk;

import dev.lineman.disk.Disk;
import dev.lineman.disk.WritableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes files that belong together: all lie on the disk under other names before the first takes its place, so that a
 * full disk changes nothing.
 */
public final class Delivery {
    private Delivery() {}

    /** Writes files below a root; folders that are missing are made. */
    public static void deliver(Disk disk, Path root, List<CsvImport.NewFile> files) throws IOException {
        Map<Path, Path> prepared = new LinkedHashMap<>();
        try {
            for (CsvImport.NewFile file : files) {
                prepare(disk, root.resolve(file.path()), file.content(), prepared);
            }
            Set<Path> folders = new LinkedHashSet<>();
            for (Path temporary : List.copyOf(prepared.keySet())) {
                Path target = prepared.get(temporary);
                disk.rename(temporary, target);
                prepared.remove(temporary);
                folders.add(target.resolveSibling(""));
            }
            for (Path folder : folders) {
                disk.flushFolder(folder);
            }
        } catch (IOException e) {
            for (Path temporary : prepared.keySet()) {
                forget(disk, temporary, e);
            }
            throw e;
        }
    }

    private static void prepare(Disk disk, Path target, String content, Map<Path, Path> prepared) throws IOException {
        disk.createFolders(target.resolveSibling(""));
        Path temporary = target.resolveSibling(disk.temporaryName());
        try (WritableFile file = disk.create(temporary)) {
            prepared.put(temporary, target);
            file.write(StandardCharsets.UTF_8.encode(content), 0);
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
