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
 * Whether a file that should be nobody's business lies open: Git tracks it, or every user of the machine can read or
 * change it. Thread-safe. What cannot be told is not warned about.
 */
public final class Exposure {
    private final Path file;
    private final String name;
    private volatile @Nullable Tracked lastAnswer;

    /** @param name what the file is called in problems */
    public Exposure(Path file, String name) {
        this.file = file;
        this.name = name;
    }

    /** What the file is called. */
    public String name() {
        return name;
    }

    /** What the index said, and its signature then, so that a large one is not read again and again. */
    private record Tracked(Path index, FileStamp signature, String path, boolean lists) {}

    /** A warning for each way in which the file is open now. */
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

    private static boolean isOpenToEveryUser(Path real) throws IOException {
        if (!real.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(real);
        return allowed.contains(PosixFilePermission.OTHERS_READ) || allowed.contains(PosixFilePermission.OTHERS_WRITE);
    }

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
                || !last.signature().equals(status.stamp())
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
