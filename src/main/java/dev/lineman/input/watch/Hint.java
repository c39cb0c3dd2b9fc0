package dev.lineman.input.watch;

import java.nio.file.Path;

/** Where to look first. Never what happened there, nor whether anything did. */
public sealed interface Hint {

    /** Look at this file, or walk this folder. The path is absolute. */
    record PathHint(Path path) implements Hint {}

    /** Look at everything: the answer to every doubt. */
    record FullScanHint() implements Hint {}
}
