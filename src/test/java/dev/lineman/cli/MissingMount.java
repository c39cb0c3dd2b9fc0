package dev.lineman.cli;

import dev.lineman.build.MountRecord;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.input.snapshot.InputMounts;
import dev.lineman.input.snapshot.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mount that an earlier run recorded, and that is missing now. */
final class MissingMount {
    private MissingMount() {}

    /** Records a mount at a path below a root. */
    static void noteAt(Path root, String path) throws IOException {
        Path out = root.resolve("out");
        Files.createDirectories(out.resolve(".lineman"));
        Files.createDirectories(root.resolve(path));
        Mount mount = new Mount(root.toRealPath().resolve(path).toString(), "nfs4", 1, "0123456789ab");
        new MountRecord(out).write(InputMounts.NONE.with(path, mount), new FileOperations(FileMode.DEFAULT));
    }
}
