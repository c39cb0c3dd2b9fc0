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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One go at making the files in {@code out/} what the publication says; what was found out about folders holds for
 * this go only. Nothing is written or removed through a symbolic link. Of the writing thread.
 */
public final class MirrorUpdate {
    private static final int MAX_PROBLEMS = 20;

    /** Fewer files are written before other threads have begun. */
    public static final int PARALLEL_THRESHOLD = 256;

    /** What may lie where a file shall be written. */
    enum ExistingFile {
        /** What was published last: it is replaced unseen. */
        AS_PUBLISHED,
        /** Something that somebody else put there: that is worth a warning. */
        FOREIGN,
        /** What was published, unless a hand or a crash changed it. */
        POSSIBLY_CHANGED
    }

    private final FileOperations fileOperations;
    private final String folderLabel;
    private final SequentialBodyReader bodyReader;
    private final MirrorInspection inspection;
    private final int parallelThreshold;
    private final MirrorFolders folders;
    /** Folders that lost a file, the deepest first. */
    private final TreeSet<String> emptyCandidates =
            new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private final Set<String> reportedFolders = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private int unreported;
    private int written;
    private int removed;

    /** @param together from how many files on they are written on all processors at once */
    public MirrorUpdate(
            FileOperations fileOperations, Path out, String label, SequentialBodyReader window, int together) {
        this.fileOperations = fileOperations;
        this.parallelThreshold = together;
        this.folderLabel = label;
        this.bodyReader = window;
        folders = new MirrorFolders(fileOperations, out);
        inspection = new MirrorInspection(fileOperations, out, window);
    }

    /** Files that were written. */
    public int written() {
        return written;
    }

    /** Files that were removed. */
    public int removed() {
        return removed;
    }

    /** Looks at what lies in {@code out/}. */
    public MirrorInspection inspection() {
        return inspection;
    }

    /** What could not be done, and what had to be replaced. */
    public List<Problem> problems() {
        if (unreported > 0) {
            problems.add(Problem.error(
                    Position.of(folderLabel),
                    unreported + " more files could not be written or removed for such reasons"));
            unreported = 0;
        }
        return problems;
    }

    /**
     * Sees to it that a file holds what its entry says.
     *
     * @return whether it does now
     */
    boolean write(PublishedFile entry, ExistingFile doubt) {
        String path = entry.path();
        MirrorFolders.MirrorFolder folder = folders.folderOf(path, true);
        if (!folder.isPresent()) {
            reportFolder(folder);
            return false;
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        try {
            Path target = folder.at().resolve(name);
            boolean vacant =
                    doubt == ExistingFile.AS_PUBLISHED || (doubt == ExistingFile.FOREIGN && folder.isUnused(name));
            MirrorInspection.InspectedFile found =
                    vacant ? MirrorInspection.InspectedFile.NOTHING : inspection.inspect(target, entry);
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
                        && inspection.hasContentOf(target, entry.body())) {
                    return true;
                }
                fileOperations.replace(target, file -> bodyReader.copy(entry.body(), file));
            }
            written++;
            if (found == MirrorInspection.InspectedFile.OTHER_CONTENT && doubt == ExistingFile.FOREIGN) {
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

    /** Gives a large body's file a second name here, which costs neither time nor room; false where that is not possible. */
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
     * Puts many files into their places at the same time, where nothing is in the way: what a file costs is mostly the file system's work.
     *
     * @return those that it did; the others say why when they are tried alone
     */
    Set<PublishedFile> writeInParallel(List<PublishedFile> publishedFiles, ExistingFile doubt) {
        if (publishedFiles.size() < parallelThreshold) {
            return Set.of();
        }
        List<Map.Entry<PublishedFile, Path>> targets = new ArrayList<>();
        for (PublishedFile entry : publishedFiles) {
            String path = entry.path();
            String name = path.substring(path.lastIndexOf('/') + 1);
            MirrorFolders.MirrorFolder folder = folders.folderOf(path, true);
            if (entry.body().seal() == null
                    && folder.isPresent()
                    && (doubt == ExistingFile.AS_PUBLISHED || folder.isUnused(name))) {
                targets.add(Map.entry(entry, folder.at().resolve(name)));
            }
        }
        // A window is memory outside the heap: as many as threads, and none for small changes.
        Queue<SequentialBodyReader> windows = new ConcurrentLinkedQueue<>();
        Set<PublishedFile> done = targets.parallelStream()
                .filter(target -> tryWrite(target.getKey(), target.getValue(), windows))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        written += done.size();
        return done;
    }

    private boolean tryWrite(PublishedFile entry, Path target, Queue<SequentialBodyReader> windows) {
        SequentialBodyReader polled = windows.poll();
        SequentialBodyReader own = polled == null ? new SequentialBodyReader() : polled;
        try {
            fileOperations.replace(target, file -> own.copy(entry.body(), file));
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            windows.add(own);
        }
    }

    /**
     * Sees to it that a file of ours is gone.
     *
     * @param content what it must hold to be removed; null when anything under that name is ours
     * @return whether nothing is left to do
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
            Path target = folder.at().resolve(path.substring(path.lastIndexOf('/') + 1));
            BasicFileAttributes found =
                    Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isDirectory()) {
                return true;
            }
            if (content != null && !(found.isRegularFile() && content.equals(inspection.digest(target)))) {
                problems.add(Problem.warning(
                        position(path),
                        "no longer an output, but not what Lineman wrote there: remove it if nobody needs it"));
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

    /** Removes the folders that are empty now; {@code out/} and {@code out/provisioning} stay. */
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
                // Others live here.
            } catch (IOException e) {
                reportError(path, "the empty folder cannot be removed: " + FileOperations.reason(e));
            }
        }
    }

    /** Whether a folder in the place of a file is gone, since it was of ours and is empty by now. */
    private boolean clearFolder(String path, Path target) {
        if (emptyCandidates.stream().noneMatch(folder -> (folder + '/').startsWith(path + '/'))) {
            return false;
        }
        removeEmptyFolders();
        return !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }

    private void reportFolder(MirrorFolders.MirrorFolder folder) {
        if (reportedFolders.add(folder.path())) {
            reportError(folder.path(), folder.reason());
        }
    }

    private void reportError(String path, String message) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(Problem.error(position(path), message));
        } else {
            unreported++;
        }
    }

    private Position position(String path) {
        return Position.of(folderLabel + '/' + path);
    }
}
