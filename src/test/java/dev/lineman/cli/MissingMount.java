package dev.lineman.cli;

import dev.lineman.cycle.MountMemory;
import dev.lineman.disk.Disk;
import dev.lineman.disk.FileMode;
import dev.lineman.source.Mount;
import dev.lineman.source.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mount that an earlier run has noted, and that is not there. */
final class MissingMount {
    private MissingMount() {}

    /** Notes one at a path below a root. */
    static void noteAt(Path root, String path) throws IOException {
        Path out = root.resolve("out");
        Files.createDirectories(out.resolve(".lineman"));
        Files.createDirectories(root.resolve(path));
        Mount mount = new Mount(root.toRealPath().resolve(path).toString(), "nfs4", 1, "0123456789ab");
        new MountMemory(out).write(Mounts.NONE.with(path, mount), new Disk(FileMode.DEFAULT));
    }
}
