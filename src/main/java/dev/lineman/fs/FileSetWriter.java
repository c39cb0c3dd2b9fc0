package dev.lineman.fs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a set of files that belong together. It first writes all of them under temporary names, then renames them in
 * their order: a full disk changes nothing, and after a crash a second run completes the set. Stateless.
 */
public final class FileSetWriter {
    private FileSetWriter() {}

    /**
     * A file to write.
     *
     * @param fileOperations decide the mode of a new file
     * @param target the file
     * @param content its text
     * @param keepsOwner whether a file that is there keeps its owner, its group and its mode, except for other users
     */
    public record TextFile(FileOperations fileOperations, Path target, String content, boolean keepsOwner) {
        /** Shows no content. */
        @Override
        public String toString() {
            return target.toString();
        }
    }

    /** A file that is written under its temporary name. */
    private record Prepared(TextFile file, Path temporary) {}

    /**
     * Writes files, and creates missing folders. Deletes temporary files that a killed process left in these folders.
     *
     * @throws IOException if a file cannot be written; temporary files are then deleted
     */
    public static void writeAll(List<TextFile> files) throws IOException {
        Deque<Prepared> prepared = new ArrayDeque<>();
        try {
            for (TextFile file : files) {
                prepare(file, prepared);
            }
            for (Prepared each : prepared) {
                flush(each);
            }
            Map<Path, FileOperations> folders = new LinkedHashMap<>();
            for (Prepared next = prepared.peek(); next != null; next = prepared.peek()) {
                Path target = next.file().target();
                next.file().fileOperations().rename(next.temporary(), target);
                prepared.remove();
                folders.put(target.resolveSibling(""), next.file().fileOperations());
            }
            for (Map.Entry<Path, FileOperations> folder : folders.entrySet()) {
                folder.getValue().flushFolder(folder.getKey());
                folder.getValue().deleteLeftovers(folder.getKey());
            }
        } catch (IOException e) {
            prepared.forEach(each -> deleteTemporary(each, e));
            throw e;
        }
    }

    /**
     * Writes one new file in one step, and creates missing folders. Replaces no file, also none that another process creates
     * at the same time.
     *
     * @throws FileAlreadyExistsException if the name exists
     * @throws IOException if the file cannot be written
     */
    public static void writeNew(TextFile file) throws IOException {
        FileOperations fileOperations = file.fileOperations();
        Path target = file.target();
        Deque<Prepared> prepared = new ArrayDeque<>();
        try {
            prepare(file, prepared);
            flush(prepared.element());
            Path temporary = prepared.element().temporary();
            try {
                fileOperations.linkNew(temporary, target);
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException e) {
                // A file system without hard links: an empty file reserves the name.
                fileOperations.create(target).close();
                fileOperations.rename(temporary, target);
                prepared.clear();
            }
            fileOperations.flushFolder(target.resolveSibling(""));
        } finally {
            prepared.forEach(each -> fileOperations.deleteQuietly(each.temporary()));
        }
    }

    /** Writes one file under its temporary name. */
    private static void prepare(TextFile file, Deque<Prepared> prepared) throws IOException {
        FileOperations fileOperations = file.fileOperations();
        fileOperations.createFolders(file.target().resolveSibling(""));
        Path temporary = file.target().resolveSibling(fileOperations.temporaryName());
        try (WritableFile writable = fileOperations.create(temporary)) {
            prepared.add(new Prepared(file, temporary));
            writable.write(StandardCharsets.UTF_8.encode(file.content()), 0);
        }
        if (file.keepsOwner() && Files.exists(file.target())) {
            fileOperations.copyOwner(file.target(), temporary);
        }
    }

    // Flushes after all files are written: many file systems then write them in one transaction.
    private static void flush(Prepared prepared) throws IOException {
        try (WritableFile file = prepared.file().fileOperations().open(prepared.temporary())) {
            file.flush();
        }
    }

    /** Deletes a temporary file after a failure. A second failure is attached to the first. */
    private static void deleteTemporary(Prepared prepared, IOException cause) {
        try {
            prepared.file().fileOperations().delete(prepared.temporary());
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
