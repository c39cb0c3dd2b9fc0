package dev.lineman.fs;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * The permissions of files that Lineman writes ({@code --file-mode}), as the nine bits of POSIX. A group that may
 * read files may also search folders. Immutable.
 *
 * @param bits for example {@code 0640}; the owner always has read and write permission
 */
public record FileMode(int bits) {
    /** 0640: the owner reads and writes, the group reads, and no other user sees a password. */
    public static final FileMode DEFAULT = new FileMode(0640);

    /** From the highest bit to the lowest, as {@code rwxrwxrwx}. */
    private static final PosixFilePermission[] BY_BIT = PosixFilePermission.values();

    public FileMode {
        if ((bits & ~0777) != 0 || (bits & 0600) != 0600) {
            throw new IllegalArgumentException(
                    "a file mode is three octal digits, and its owner reads and writes: 640, not "
                            + Integer.toOctalString(bits));
        }
    }

    /**
     * Parses octal digits such as {@code 0640} or {@code 640}.
     *
     * @throws IllegalArgumentException if the text is no such mode, with a message for the user
     */
    public static FileMode parse(String octal) {
        if (!octal.matches("0?[0-7]{3}")) {
            throw new IllegalArgumentException("a file mode is three octal digits, for example 0640, not " + octal);
        }
        return new FileMode(Integer.parseInt(octal, 8));
    }

    /** Returns the permissions of a file. */
    public Set<PosixFilePermission> filePermissions() {
        return permissions(bits);
    }

    /** Returns the permissions of a folder: each reader gets the search permission too. */
    public Set<PosixFilePermission> folderPermissions() {
        return permissions(bits | (bits & 0444) >> 2);
    }

    private static Set<PosixFilePermission> permissions(int bits) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < BY_BIT.length; bit++) {
            if ((bits & 0400 >> bit) != 0) {
                permissions.add(BY_BIT[bit]);
            }
        }
        return permissions;
    }
}
