package dev.lineman.input.scan;

import dev.lineman.input.snapshot.MountTable;
import dev.lineman.input.snapshot.Settling;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Options of all scans of one process. Immutable.
 *
 * @param settling when a file that may still be written is taken
 * @param scanShortcuts which work a scan leaves out or does in parallel
 * @param mountTable the file with the mounts, in the format of Linux's {@code mountinfo}
 * @param hasher hashes large static files in the background; null if scans wait for them
 */
public record ScanOptions(
        Settling settling,
        ScanShortcuts scanShortcuts,
        Path mountTable,
        @Nullable LargeFileHasher hasher) {
    /** Takes every file at once, and hashes large files during the scan. */
    public static final ScanOptions DEFAULT =
            new ScanOptions(Settling.NONE, ScanShortcuts.ALL, MountTable.LINUX_FILE, null);

    /** These options with another way to settle. */
    public ScanOptions with(Settling other) {
        return new ScanOptions(other, scanShortcuts, mountTable, hasher);
    }

    /** These options with other shortcuts. */
    public ScanOptions with(ScanShortcuts other) {
        return new ScanOptions(settling, other, mountTable, hasher);
    }

    /** These options with another file of mounts. */
    public ScanOptions with(Path otherMountTable) {
        return new ScanOptions(settling, scanShortcuts, otherMountTable, hasher);
    }

    /** These options with a hasher in the background. */
    public ScanOptions with(LargeFileHasher other) {
        return new ScanOptions(settling, scanShortcuts, mountTable, other);
    }
}
