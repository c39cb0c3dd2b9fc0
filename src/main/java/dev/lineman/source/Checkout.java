package dev.lineman.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The lock that Git holds while it changes a working tree: {@code index.lock} appears before the first file changes
 * and goes after the last.
 */
final class Checkout {
    /** A lock that Git left behind when it was killed must not hold up the agent for ever. */
    private static final Duration STALE = Duration.ofMinutes(1);

    /** More than any path. */
    private static final int LONGEST = 8192;

    private static final String POINTER = "gitdir:";

    private Checkout() {}

    /**
     * A working tree.
     *
     * @param top its topmost folder
     * @param git the folder that Git keeps about it
     */
    record Tree(Path top, Path git) {}

    /** Whether the working tree that a folder belongs to, if it does, is being changed. */
    static boolean inProgress(Path folder, Instant now) {
        try {
            Tree tree = around(folder);
            return tree != null && fresh(tree.git().resolve("index.lock"), now);
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    /**
     * The working tree that a folder belongs to; null when it belongs to none.
     *
     * @throws IOException when that cannot be told
     */
    static @Nullable Tree around(Path folder) throws IOException {
        for (Path above = folder.toRealPath(); above != null; above = above.getParent()) {
            Path git = above.resolve(".git");
            if (Files.exists(git)) {
                Path home = Files.isDirectory(git) ? git : pointed(above, git);
                return home == null ? null : new Tree(above, home);
            }
        }
        return null;
    }

    /** In a submodule or a further working tree, {@code .git} is a file that names the folder (gitrepository-layout(5)). */
    private static @Nullable Path pointed(Path above, Path git) throws IOException {
        try (InputStream in = Files.newInputStream(git)) {
            String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
            return text.startsWith(POINTER)
                    ? above.resolve(text.substring(POINTER.length()).strip())
                    : null;
        }
    }

    private static boolean fresh(Path lock, Instant now) throws IOException {
        return Files.exists(lock)
                && Files.getLastModifiedTime(lock).toInstant().plus(STALE).isAfter(now);
    }
}
