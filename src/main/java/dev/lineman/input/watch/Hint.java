package dev.lineman.input.watch;

import java.nio.file.Path;

/** Where a scan looks first. A hint says nothing about the kind of change, nor that there is one. Immutable. */
public sealed interface Hint {

    /**
     * Read this file, or walk this folder.
     *
     * @param path absolute
     */
    record PathHint(Path path) implements Hint {}

    /** Scan everything: the safe hint if events may be lost. */
    record FullScanHint() implements Hint {}
}
