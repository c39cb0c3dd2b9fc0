package dev.lineman.input.snapshot;

import dev.lineman.input.Document;
import org.jspecify.annotations.Nullable;

/**
 * A file whose last good document differs from the one in the snapshot before. A file that stops parsing is not a
 * change. Immutable.
 *
 * @param path below the root, with {@code /}
 * @param before null if there was none
 * @param after null if the file was removed
 */
public record FileChange(
        String path, @Nullable Document before, @Nullable Document after) {}
