package dev.lineman.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The owner, the group and the mode of files, for {@link FileOperations}. Does nothing where files have none. Stateless. */
final class FileOwnership {
    private FileOwnership() {}

    /** Gives a file or a folder the owner and the group of another one. */
    static void copy(Path from, Path to) throws IOException {
        PosixFileAttributeView target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (target == null) {
            return;
        }
        PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributes present = target.readAttributes();
        if (!wanted.owner().equals(present.owner())) {
            target.setOwner(wanted.owner());
        }
        if (!wanted.group().equals(present.group())) {
            target.setGroup(wanted.group());
        }
    }

    /** Gives a file the owner, the group and the mode of another one. Other users get no permission. */
    static void copyWithMode(Path from, Path to) throws IOException {
        copy(from, to);
        PosixFileAttributeView target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (target != null) {
            Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
            mode.addAll(Files.readAttributes(from, PosixFileAttributes.class).permissions());
            mode.removeAll(PosixFilePermissions.fromString("------rwx"));
            target.setPermissions(mode);
        }
    }
}
