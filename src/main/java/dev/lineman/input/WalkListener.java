package dev.lineman.input;

import dev.lineman.fs.FileStamp;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.file.Path;
import java.util.Set;

/** What a walk comes upon. Paths are below the root, with {@code /}. The methods without effect are for those who need them. */
public interface WalkListener {

    /** A file that the reader wants. */
    void file(OpenFolder in, Path name, String path, PathStatus status);

    /** A folder was opened, by name or because something in it was looked at. */
    default void opened(String path, Path real, FileStamp before) {}

    /** A folder has been listed and all in it was looked at; {@code names} is what it holds. */
    default void listed(String path, Set<String> names) {}

    /**
     * A symbolic link below an input folder; what it leads to comes next.
     *
     * @param folder the real path of the folder that it leads to, or that holds what it leads to; where it is not followed, of
     *     the folder that it lies in
     */
    void link(String path, Path folder);

    /** Something that is no symbolic link. */
    default void notLink(String path) {}

    /** There is no input at this path. */
    void missing(String path);

    /** There is a file at this path that is no input, and that people may take for one. */
    void unread(String path, Problem why);

    /** There is, or should be, something at this path that cannot be looked at. */
    void blocked(String path, Problem why);

    /** As {@link #blocked(String, Problem)}, by what is wrong. */
    default void blocked(String path, String message) {
        blocked(path, Problem.error(Position.of(path), message));
    }
}
