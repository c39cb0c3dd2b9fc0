package dev.lineman.input.scan;

import dev.lineman.fs.FileContents;
import dev.lineman.fs.FileStamp;
import dev.lineman.input.PathStatus;
import dev.lineman.input.git.GitIndex;
import dev.lineman.input.git.WorkingTrees;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Warns if a file of secrets is exposed: Git tracks it, or every user of the machine can read or change it. Without
 * an answer from the system, it does not warn. Thread-safe.
 */
public final class Exposure {
    private final Path file;
    private final String name;
    /** The answer for the last index, so that a large index is not parsed at each check. */
    private volatile @Nullable Tracked lastAnswer;

    /**
     * A check of one file.
     *
     * @param name the name of the file in problems
     */
    public Exposure(Path file, String name) {
        this.file = file;
        this.name = name;
    }

    /** The name of the file in problems. */
    public String name() {
        return name;
    }

    /**
     * The answer from one index.
     *
     * @param stamp the stamp of the index then
     * @param path of the file below the top of the working tree
     * @param lists whether the index lists the file
     */
    private record Tracked(Path index, FileStamp stamp, String path, boolean lists) {}

    /** A warning for each way in which the file is exposed now. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        try {
            Path real = file.toRealPath();
            if (isTracked(real)) {
                problems.add(warning("Git tracks this file, and keeps its secrets for ever: take it out with"
                        + " 'git rm --cached', name it in .gitignore, and change the secrets"));
            }
            if (isOpenToEveryUser(real)) {
                problems.add(warning("every user of this machine can read or change this file; close it with"
                        + " 'chmod o= " + real.getFileName() + "'"));
            }
        } catch (IOException e) {
            return problems;
        }
        return problems;
    }

    private Problem warning(String message) {
        return Problem.warning(Position.of(name), message);
    }

    /** Whether other users can read or write a file. False for a folder, and without POSIX permissions. */
    private static boolean isOpenToEveryUser(Path real) throws IOException {
        if (!Files.isRegularFile(real)
                || !real.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(real);
        return allowed.contains(PosixFilePermission.OTHERS_READ) || allowed.contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** Whether the index of the working tree around the file lists it. */
    private boolean isTracked(Path real) throws IOException {
        Path folder = real.getParent();
        WorkingTrees.Tree tree = folder == null ? null : WorkingTrees.around(folder);
        if (tree == null) {
            return false;
        }
        Path index = tree.git().resolve("index");
        PathStatus status = PathStatus.of(index);
        if (status == null) {
            return false;
        }
        String path = tree.top().relativize(real).toString();
        Tracked last = lastAnswer;
        if (last == null
                || !last.index().equals(index)
                || !last.stamp().equals(status.stamp())
                || !last.path().equals(path)) {
            last = new Tracked(
                    index,
                    status.stamp(),
                    path,
                    GitIndex.read(FileContents.read(index)).containsKey(path));
            lastAnswer = last;
        }
        return last.lists();
    }
}
