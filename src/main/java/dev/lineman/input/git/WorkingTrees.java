package dev.lineman.input.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds Git's working trees, and the folders where Git keeps its data about them. Stateless and thread-safe. */
public final class WorkingTrees {
    /** Git's folder in a working tree, or a file that names the path of that folder. */
    public static final String GIT = ".git";

    /** More than the longest path. */
    private static final int MAX_POINTER_BYTES = 8192;

    private static final String POINTER = "gitdir:";

    private WorkingTrees() {}

    /**
     * A working tree.
     *
     * @param top its topmost folder
     * @param git Git's folder for it, with index and {@code HEAD}
     */
    public record Tree(Path top, Path git) {}

    /**
     * The working tree that contains a folder; null if there is none.
     *
     * @throws IOException if a folder cannot be read
     */
    public static @Nullable Tree around(Path folder) throws IOException {
        for (Path above = folder.toRealPath(); above != null; above = above.getParent()) {
            if (Files.exists(above.resolve(GIT))) {
                Path home = gitFolder(above);
                return home == null ? null : new Tree(above, home);
            }
        }
        return null;
    }

    /**
     * Git's folder for the working tree with this topmost folder; null if it is not the top of one.
     *
     * @throws IOException if its {@code .git} cannot be read
     */
    static @Nullable Path gitFolder(Path top) throws IOException {
        Path git = top.resolve(GIT);
        if (Files.isDirectory(git)) {
            return git;
        }
        return Files.isRegularFile(git) ? readPointer(top, git) : null;
    }

    /**
     * Reads a {@code .git} file, which submodules and linked working trees have. It names Git's folder
     * (gitrepository-layout(5)).
     */
    private static @Nullable Path readPointer(Path above, Path git) throws IOException {
        try (InputStream in = Files.newInputStream(git)) {
            String text = new String(in.readNBytes(MAX_POINTER_BYTES), StandardCharsets.UTF_8).strip();
            return text.startsWith(POINTER)
                    ? above.resolve(text.substring(POINTER.length()).strip()).normalize()
                    : null;
        }
    }
}
