package dev.lineman.publish.mirror;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileOperations;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.publish.body.BodySeal;
import dev.lineman.publish.body.SequentialBodyReader;
import dev.lineman.publish.body.StoredBody;
import dev.lineman.publish.store.PublishedFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One update of the files in {@code out/}: writes, links, removes, and collects problems. What it learns about
 * folders is valid for this update only. Writes and removes nothing through a symbolic link.
 *
 * <p>{@link Mirror} decides what to write. Each file is replaced by a rename, so other servers never see half of one.
 * For the writing thread; {@link #writeInParallel} runs on other threads too.
 */
public final class MirrorUpdate {
    /** Problems that are listed; the others are counted. */
    private static final int MAX_PROBLEMS = 20;

    /** Fewer files are written faster on one thread. */
    public static final int PARALLEL_THRESHOLD = 256;

    /** What may exist at the path that is written. */
    enum ExistingFile {
        /** The last published content. It is replaced without a comparison. */
        AS_PUBLISHED,
        /** A file of another program. Replacing it is worth a warning. */
        FOREIGN,
        /** The published content, unless a crash or a manual change altered it. It is compared first. */
        POSSIBLY_CHANGED
    }

    private final FileOperations fileOperations;
    private final String folderLabel;
    private final SequentialBodyReader bodyReader;
    private final Queue<SequentialBodyReader> otherReaders;
    private final MirrorInspection inspection;
    private final int parallelThreshold;
    private final MirrorFolders folders;
    /** Folders that lost a file and may be empty, the longest path first. */
    private final TreeSet<String> emptyCandidates =
            new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /** Folders with a problem; each is reported once. */
    private final Set<String> reportedFolders = new HashSet<>();

    private final List<Problem> problems = new ArrayList<>();
    private int unreported;
    private int written;
    private int removed;

    /**
     * Creates an update.
     *
     * @param folderLabel the name of {@code out/} in problems
     * @param bodyReader reads the bodies on this thread
     * @param otherReaders those of the other threads; thread-safe, and filled as they are needed
     * @param parallelThreshold from this number of files on, all processors write
     */
    public MirrorUpdate(
            FileOperations fileOperations,
            Path out,
            String folderLabel,
            SequentialBodyReader bodyReader,
            Queue<SequentialBodyReader> otherReaders,
            int parallelThreshold) {
        this.fileOperations = fileOperations;
        this.parallelThreshold = parallelThreshold;
        this.folderLabel = folderLabel;
        this.bodyReader = bodyReader;
        this.otherReaders = otherReaders;
        folders = new MirrorFolders(fileOperations, out);
        inspection = new MirrorInspection(fileOperations, out, bodyReader);
    }

    /** Returns the number of written files. */
    public int written() {
        return written;
    }

    /** Returns the number of removed files. */
    public int removed() {
        return removed;
    }

    /** Returns the inspection of files in {@code out/}. */
    public MirrorInspection inspection() {
        return inspection;
    }

    /** Returns what failed and which foreign files were replaced. */
    public List<Problem> problems() {
        if (unreported > 0) {
            problems.add(Problem.blocking(
                    Position.of(folderLabel), unreported + " more files could not be written or removed"));
            unreported = 0;
        }
        return problems;
    }

    /**
     * Makes a file have the content of its body.
     *
     * @return whether it has now; if not, a problem says why
     */
    boolean write(PublishedFile entry, ExistingFile existing) {
        String path = entry.path();
        MirrorFolders.MirrorFolder folder = folders.folderOf(path, true);
        if (!folder.isPresent()) {
            reportFolder(folder);
            return false;
        }
        String name = MirrorFolders.name(path);
        try {
            Path target = folder.at().resolve(name);
            boolean replaceUnseen = existing == ExistingFile.AS_PUBLISHED
                    || (existing == ExistingFile.FOREIGN && folder.isUnused(name));
            MirrorInspection.InspectedFile found =
                    replaceUnseen ? MirrorInspection.InspectedFile.NOTHING : inspection.inspect(target, entry);
            if (found == MirrorInspection.InspectedFile.SAME_CONTENT) {
                return true;
            }
            if (found == MirrorInspection.InspectedFile.FOLDER && !clearFolder(path, target)) {
                reportError(path, "a folder is in the place of this file: move it away");
                return false;
            }
            if (!tryLink(entry.body(), target)) {
                if (found == MirrorInspection.InspectedFile.OTHER_CONTENT
                        && entry.body().seal() != null
                        // Where links are impossible, an equal copy may exist already.
                        && inspection.hasContentOf(target, entry.body())) {
                    return true;
                }
                fileOperations.replace(target, file -> bodyReader.copy(entry.body(), file));
            }
            written++;
            if (found == MirrorInspection.InspectedFile.OTHER_CONTENT && existing == ExistingFile.FOREIGN) {
                problems.add(Problem.warning(
                        position(path),
                        "a file that Lineman did not write had the name of an output: it was replaced"));
            }
            return true;
        } catch (InvalidPathException e) {
            reportError(path, MirrorFolders.LOCALE_MESSAGE);
        } catch (IOException e) {
            reportError(path, "cannot be written: " + FileOperations.reason(e));
        }
        return false;
    }

    /**
     * Makes a hard link to a large body, which needs neither time nor space. Returns false if that is not possible.
     */
    private boolean tryLink(StoredBody body, Path target) {
        BodySeal bodySeal = body.seal();
        if (bodySeal == null) {
            return false;
        }
        try {
            bodySeal.changeMetadata(() -> fileOperations.link(body.file().path(), target));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes many files on all processors. The cost of a file is mostly the work of the file system. Leaves out large
     * bodies and paths where another file may exist.
     *
     * @param publishedFiles the files, and what may exist at the path of each
     * @return the files that are written; a later {@link #write} of the others reports why they failed
     */
    Set<PublishedFile> writeInParallel(Map<PublishedFile, ExistingFile> publishedFiles) {
        if (publishedFiles.size() < parallelThreshold) {
            return Set.of();
        }
        List<ParallelWrite> writes = new ArrayList<>();
        publishedFiles.forEach((entry, existing) -> {
            MirrorFolders.MirrorFolder folder = folders.folderOf(entry.path(), true);
            if (entry.body().seal() == null && folder.isPresent() && existing != ExistingFile.POSSIBLY_CHANGED) {
                writes.add(new ParallelWrite(entry, folder, existing == ExistingFile.AS_PUBLISHED));
            }
        });
        Set<PublishedFile> done = writes.parallelStream()
                .filter(write -> tryWrite(write))
                .map(ParallelWrite::entry)
                .collect(Collectors.toSet());
        written += done.size();
        return done;
    }

    /**
     * A file to write on any thread.
     *
     * @param replaced whether the last published content is there
     */
    private record ParallelWrite(PublishedFile entry, MirrorFolders.MirrorFolder folder, boolean replaced) {}

    private boolean tryWrite(ParallelWrite write) {
        SequentialBodyReader polled = otherReaders.poll();
        SequentialBodyReader ownReader = polled == null ? new SequentialBodyReader() : polled;
        try {
            String name = MirrorFolders.name(write.entry().path());
            if (!write.replaced() && !write.folder().isUnused(name)) {
                return false;
            }
            Path target = write.folder().at().resolve(name);
            fileOperations.replace(target, file -> ownReader.copy(write.entry().body(), file));
            return true;
        } catch (IOException | InvalidPathException e) {
            return false;
        } finally {
            otherReaders.add(ownReader);
        }
    }

    /**
     * Makes sure that a file of an earlier publication is gone.
     *
     * @param content the digest that the file must have to be removed; null to remove any file at this path
     * @return whether nothing is left to do; if not, a problem says why
     */
    boolean remove(String path, @Nullable Digest content) {
        MirrorFolders.MirrorFolder folder = folders.folderOf(path, false);
        if (!folder.isPresent()) {
            if (folder.isUnknown()) {
                reportFolder(folder);
            }
            return !folder.isUnknown();
        }
        try {
            Path target = folder.at().resolve(MirrorFolders.name(path));
            BasicFileAttributes found =
                    Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isDirectory()) {
                return true;
            }
            if (content != null && !(found.isRegularFile() && content.equals(inspection.digest(target)))) {
                problems.add(Problem.warning(
                        position(path),
                        "no longer an output, but its content is not from Lineman: remove it if you do not need it"));
                return true;
            }
            fileOperations.delete(target);
            removed++;
            emptyCandidates.add(folder.path());
        } catch (NoSuchFileException | InvalidPathException e) {
            emptyCandidates.add(folder.path());
        } catch (IOException e) {
            reportError(path, "cannot be removed: " + FileOperations.reason(e));
            return false;
        }
        return true;
    }

    /** Removes folders that are empty now, and then their parents. {@code out/} and {@code out/provisioning} stay. */
    void removeEmptyFolders() {
        for (String path = emptyCandidates.pollFirst(); path != null; path = emptyCandidates.pollFirst()) {
            if (path.isEmpty() || path.equals("provisioning")) {
                continue;
            }
            MirrorFolders.MirrorFolder folder = folders.folderOf(path + "/", false);
            if (!folder.isPresent()) {
                continue;
            }
            try {
                fileOperations.delete(folder.at());
                folder.markRemoved();
                emptyCandidates.add(MirrorFolders.parent(path));
            } catch (NoSuchFileException e) {
                emptyCandidates.add(MirrorFolders.parent(path));
            } catch (DirectoryNotEmptyException e) {
                // The folder has other files.
            } catch (IOException e) {
                reportError(path, "the empty folder cannot be removed: " + FileOperations.reason(e));
            }
        }
    }

    /** Removes an empty folder at the path of a file, if this update emptied it. Returns whether it is gone. */
    private boolean clearFolder(String path, Path target) {
        if (emptyCandidates.stream().noneMatch(folder -> (folder + '/').startsWith(path + '/'))) {
            return false;
        }
        removeEmptyFolders();
        return !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }

    /** Reports why a folder cannot be used, once. */
    private void reportFolder(MirrorFolders.MirrorFolder folder) {
        if (reportedFolders.add(folder.path())) {
            reportError(folder.path(), folder.reason());
        }
    }

    /** Reports an error, or counts it if there are many. */
    private void reportError(String path, String message) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(Problem.blocking(position(path), message));
        } else {
            unreported++;
        }
    }

    private Position position(String path) {
        return Position.of(folderLabel + '/' + path);
    }
}
