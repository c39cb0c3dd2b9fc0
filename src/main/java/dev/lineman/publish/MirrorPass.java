package dev.lineman.publish;

import dev.lineman.disk.Digest;
import dev.lineman.disk.Disk;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
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
final class MirrorPass {
    private static final int REPORTED = 20;

    /** Fewer files are written before other threads have begun. */
    static final int WORTHWHILE = 256;

    /** What may lie where a file shall be written. */
    enum Doubt {
        /** What was published last: it is replaced unseen. */
        NONE,
        /** Something that somebody else put there: that is worth a warning. */
        STRANGER,
        /** What was published, unless a hand or a crash changed it. */
        DAMAGE
    }

    private final Disk disk;
    private final String label;
    private final BodyWindow window;
    private final Inspection inspection;
    private final int together;
    private final MirrorFolders folders;
    /** Folders that lost a file, the deepest first. */
    private final TreeSet<String> deserted =
            new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private final Set<String> obstacles = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private int unreported;
    private int written;
    private int removed;

    /** @param together from how many files on they are written on all processors at once */
    MirrorPass(Disk disk, Path out, String label, BodyWindow window, int together) {
        this.disk = disk;
        this.together = together;
        this.label = label;
        this.window = window;
        folders = new MirrorFolders(disk, out);
        inspection = new Inspection(disk, out, window);
    }

    /** Files that were written. */
    int written() {
        return written;
    }

    /** Files that were removed. */
    int removed() {
        return removed;
    }

    /** Looks at what lies in {@code out/}. */
    Inspection inspection() {
        return inspection;
    }

    /** What could not be done, and what had to be replaced. */
    List<Problem> problems() {
        if (unreported > 0) {
            problems.add(Problem.error(
                    Position.of(label), unreported + " more files could not be written or removed for such reasons"));
            unreported = 0;
        }
        return problems;
    }

    /**
     * Sees to it that a file holds what its entry says.
     *
     * @return whether it does now
     */
    boolean write(Entry entry, Doubt doubt) {
        String path = entry.path();
        MirrorFolders.Folder folder = folders.holding(path, true);
        if (!folder.isThere()) {
            obstacle(folder);
            return false;
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        try {
            Path target = folder.at().resolve(name);
            boolean vacant = doubt == Doubt.NONE || (doubt == Doubt.STRANGER && folder.isVacant(name));
            Inspection.Found found = vacant ? Inspection.Found.NOTHING : inspection.of(target, entry);
            if (found == Inspection.Found.THE_SAME) {
                return true;
            }
            if (found == Inspection.Found.A_FOLDER && !isCleared(path, target)) {
                error(path, "a folder is in the place of this file: move it away");
                return false;
            }
            if (!linked(entry.body(), target)) {
                if (found == Inspection.Found.SOMETHING_ELSE
                        && entry.body().seal() != null
                        && inspection.holds(target, entry.body())) {
                    return true;
                }
                disk.replace(target, file -> window.copy(entry.body(), file));
            }
            written++;
            if (found == Inspection.Found.SOMETHING_ELSE && doubt == Doubt.STRANGER) {
                problems.add(Problem.warning(
                        at(path), "a file that Lineman did not write had the name of an output: it was replaced"));
            }
            return true;
        } catch (InvalidPathException e) {
            error(path, MirrorFolders.LOCALE);
        } catch (IOException e) {
            error(path, "cannot be written: " + Disk.reason(e));
        }
        return false;
    }

    /** Gives a large body's file a second name here, which costs neither time nor room; false where that is not possible. */
    private boolean linked(Body body, Path target) {
        Seal seal = body.seal();
        if (seal == null) {
            return false;
        }
        try {
            seal.keeping(() -> disk.link(body.file().path(), target));
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
    Set<Entry> writeTogether(List<Entry> entries, Doubt doubt) {
        if (entries.size() < together) {
            return Set.of();
        }
        List<Map.Entry<Entry, Path>> targets = new ArrayList<>();
        for (Entry entry : entries) {
            String path = entry.path();
            String name = path.substring(path.lastIndexOf('/') + 1);
            MirrorFolders.Folder folder = folders.holding(path, true);
            if (entry.body().seal() == null && folder.isThere() && (doubt == Doubt.NONE || folder.isVacant(name))) {
                targets.add(Map.entry(entry, folder.at().resolve(name)));
            }
        }
        // A window is memory outside the heap: as many as threads, and none for small changes.
        Queue<BodyWindow> windows = new ConcurrentLinkedQueue<>();
        Set<Entry> done = targets.parallelStream()
                .filter(target -> isPut(target.getKey(), target.getValue(), windows))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        written += done.size();
        return done;
    }

    private boolean isPut(Entry entry, Path target, Queue<BodyWindow> windows) {
        BodyWindow polled = windows.poll();
        BodyWindow own = polled == null ? new BodyWindow() : polled;
        try {
            disk.replace(target, file -> own.copy(entry.body(), file));
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
        MirrorFolders.Folder folder = folders.holding(path, false);
        if (!folder.isThere()) {
            if (folder.isUnknown()) {
                obstacle(folder);
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
                        at(path),
                        "no longer an output, but not what Lineman wrote there: remove it if nobody needs it"));
                return true;
            }
            disk.delete(target);
            removed++;
            deserted.add(folder.path());
        } catch (NoSuchFileException | InvalidPathException e) {
            deserted.add(folder.path());
        } catch (IOException e) {
            error(path, "cannot be removed: " + Disk.reason(e));
            return false;
        }
        return true;
    }

    /** Removes the folders that are empty now; {@code out/} and {@code out/provisioning} stay. */
    void removeDeserted() {
        for (String path = deserted.pollFirst(); path != null; path = deserted.pollFirst()) {
            if (path.isEmpty() || path.equals("provisioning")) {
                continue;
            }
            MirrorFolders.Folder folder = folders.holding(path + "/", false);
            if (!folder.isThere()) {
                continue;
            }
            try {
                disk.delete(folder.at());
                folder.gone();
                deserted.add(MirrorFolders.parent(path));
            } catch (NoSuchFileException e) {
                deserted.add(MirrorFolders.parent(path));
            } catch (DirectoryNotEmptyException e) {
                // Others live here.
            } catch (IOException e) {
                error(path, "the empty folder cannot be removed: " + Disk.reason(e));
            }
        }
    }

    /** Whether a folder in the place of a file is gone, since it was of ours and is empty by now. */
    private boolean isCleared(String path, Path target) {
        if (deserted.stream().noneMatch(folder -> (folder + '/').startsWith(path + '/'))) {
            return false;
        }
        removeDeserted();
        return !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }

    private void obstacle(MirrorFolders.Folder folder) {
        if (obstacles.add(folder.path())) {
            error(folder.path(), folder.reason());
        }
    }

    private void error(String path, String message) {
        if (problems.size() < REPORTED) {
            problems.add(Problem.error(at(path), message));
        } else {
            unreported++;
        }
    }

    private Position at(String path) {
        return Position.of(label + '/' + path);
    }
}
