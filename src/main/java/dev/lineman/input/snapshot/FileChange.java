package dev.lineman.input.snapshot;

import dev.lineman.input.Document;
import org.jspecify.annotations.Nullable;

/**
 * One file whose effective document, the last good one, is another than before. A file that stops parsing makes no
 * change.
 *
 * @param path below the root, with {@code /}
 * @param before null when there was none
 * @param after null when the file is gone
 */
public record FileChange(
        String path, @Nullable Document before, @Nullable Document after) {}
