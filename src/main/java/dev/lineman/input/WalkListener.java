package dev.lineman.input;

import dev.lineman.fs.FileStamp;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.file.Path;
import java.util.Set;

/**
 * Receives the findings of a walk through the inputs. Paths are names below the root, with {@code /}.
 *
 * <p>One thread calls it. Methods with an empty default are needed by some listeners only.
 */
public interface WalkListener {

    /**
     * A file that the reader wants.
     *
     * @param in its real folder, which is open during this call; retain it to use it longer
     * @param name its name in that folder
     * @param status as it was when the walk found the file
     */
    void file(OpenFolder in, Path name, String path, PathStatus status);

    /**
     * The walk opened a folder, to list it or to reach a file in it.
     *
     * @param real the real path of the folder
     * @param before its stamp before its entries are visited, to detect a change during the walk
     */
    default void opened(String path, Path real, FileStamp before) {}

    /**
     * The walk listed a folder and visited all its entries.
     *
     * @param names the names of the entries, without the ignored ones
     */
    default void listed(String path, Set<String> names) {}

    /**
     * A symbolic link below an input folder. The calls for its target follow.
     *
     * @param folder the real path of the target folder, or of the folder that contains the target file. If the link
     *     is not followed: of the folder that contains the link
     */
    void link(String path, Path folder);

    /** An entry that is not a symbolic link. */
    default void notLink(String path) {}

    /** There is no input at this path. */
    void missing(String path);

    /** A file that is not an input, but that people may take for one. */
    void unread(String path, Problem why);

    /** Something at this path exists or must exist, and cannot be read. */
    void blocked(String path, Problem why);

    /** As {@link #blocked(String, Problem)}, with an error of this message at the path. */
    default void blocked(String path, String message) {
        blocked(path, Problem.blocking(Position.of(path), message));
    }
}
