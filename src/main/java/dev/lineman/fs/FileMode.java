package dev.lineman.fs;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who may read and write the files that Lineman makes, as the nine bits of POSIX; whoever may read a file may also
 * search its folder.
 */
public record FileMode(int bits) {
    /** 0640: the owner writes, the group reads, nobody else sees a password. */
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
     * Reads octal digits: {@code 0640}, {@code 640}.
     *
     * @throws IllegalArgumentException when it is no such mode, with a message for the person who gave it
     */
    public static FileMode parse(String octal) {
        if (!octal.matches("0?[0-7]{3}")) {
            throw new IllegalArgumentException("a file mode is three octal digits, for example 0640, not " + octal);
        }
        return new FileMode(Integer.parseInt(octal, 8));
    }

    /** The permissions of a file. */
    public Set<PosixFilePermission> filePermissions() {
        return permissions(bits);
    }

    /** The permissions of a folder. */
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
