package dev.lineman.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mount that an earlier run has noted, and that is not there. */
final class MissingMount {
    private MissingMount() {}

    /** Notes one at a path below a root. */
    static void noteAt(Path root, String path) throws IOException {
        Path note = root.resolve("out/.lineman/mounts");
        Files.createDirectories(note.resolveSibling(""));
        Files.createDirectories(root.resolve(path));
        Files.writeString(
                note,
                "lineman-mounts 1\n" + path + '\t' + root.toRealPath().resolve(path) + "\tnfs4\t1\t0123456789ab\n");
    }
}
