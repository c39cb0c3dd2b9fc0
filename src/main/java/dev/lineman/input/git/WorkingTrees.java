package dev.lineman.input.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Working trees of Git, and the folders that Git keeps about them. */
public final class WorkingTrees {
    /** What Git keeps about a working tree lies here, or this file names where it lies. */
    public static final String GIT = ".git";

    /** More than any path. */
    private static final int MAX_POINTER_BYTES = 8192;

    private static final String POINTER = "gitdir:";

    private WorkingTrees() {}

    /**
     * A working tree.
     *
     * @param top its topmost folder
     * @param git the folder that Git keeps about it
     */
    public record Tree(Path top, Path git) {}

    /**
     * The working tree that a folder belongs to; null when it belongs to none.
     *
     * @throws IOException when that cannot be told
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
     * The folder that Git keeps about the working tree with this topmost folder; null when it is none.
     *
     * @throws IOException when that cannot be told
     */
    static @Nullable Path gitFolder(Path top) throws IOException {
        Path git = top.resolve(GIT);
        if (Files.isDirectory(git)) {
            return git;
        }
        return Files.isRegularFile(git) ? readPointer(top, git) : null;
    }

    /** In a submodule or a further working tree, {@code .git} is a file that names the folder (gitrepository-layout(5)). */
    private static @Nullable Path readPointer(Path above, Path git) throws IOException {
        try (InputStream in = Files.newInputStream(git)) {
            String text = new String(in.readNBytes(MAX_POINTER_BYTES), StandardCharsets.UTF_8).strip();
            return text.startsWith(POINTER)
                    ? above.resolve(text.substring(POINTER.length()).strip()).normalize()
                    : null;
        }
    }
}
