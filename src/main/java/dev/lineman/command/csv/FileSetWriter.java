package dev.lineman.command.csv;

import dev.lineman.fs.FileOperations;
import dev.lineman.fs.WritableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a set of files that belong together. It first writes all of them under temporary names, then renames them: a
 * full disk changes nothing. Stateless.
 */
public final class FileSetWriter {
    private FileSetWriter() {}

    /** A file that is written under its temporary name. */
    private record Prepared(Path temporary, Path target) {}

    /**
     * Writes files below a root, and creates missing folders.
     *
     * @throws IOException if a file cannot be written; temporary files are then deleted
     */
    public static void writeAll(FileOperations fileOperations, Path root, List<CsvImport.NewFile> files)
            throws IOException {
        Deque<Prepared> prepared = new ArrayDeque<>();
        try {
            for (CsvImport.NewFile file : files) {
                prepare(fileOperations, root.resolve(file.path()), file.content(), prepared);
            }
            for (Prepared file : prepared) {
                flush(fileOperations, file.temporary());
            }
            Set<Path> folders = new LinkedHashSet<>();
            for (Prepared file = prepared.peek(); file != null; file = prepared.peek()) {
                fileOperations.rename(file.temporary(), file.target());
                prepared.remove();
                folders.add(file.target().resolveSibling(""));
            }
            for (Path folder : folders) {
                fileOperations.flushFolder(folder);
            }
        } catch (IOException e) {
            prepared.forEach(file -> deleteTemporary(fileOperations, file.temporary(), e));
            throw e;
        }
    }

    /** Writes one file under its temporary name. */
    private static void prepare(FileOperations fileOperations, Path target, String content, Deque<Prepared> prepared)
            throws IOException {
        fileOperations.createFolders(target.resolveSibling(""));
        Path temporary = target.resolveSibling(fileOperations.temporaryName());
        try (WritableFile file = fileOperations.create(temporary)) {
            prepared.add(new Prepared(temporary, target));
            file.write(StandardCharsets.UTF_8.encode(content), 0);
        }
    }

    // Flushes after all files are written: many file systems then write them in one transaction.
    private static void flush(FileOperations fileOperations, Path temporary) throws IOException {
        try (WritableFile file = fileOperations.open(temporary)) {
            file.flush();
        }
    }

    /** Deletes a temporary file after a failure. A second failure is attached to the first. */
    private static void deleteTemporary(FileOperations fileOperations, Path temporary, IOException cause) {
        try {
            fileOperations.delete(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
