package dev.lineman.input.scan;

import dev.lineman.input.snapshot.MountTable;
import dev.lineman.input.snapshot.Settling;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How scans work.
 *
 * @param settling when a file that may still be written is taken
 * @param scanShortcuts which ways a scan takes to be quicker
 * @param mountTable the file that says what is mounted where, as {@code mountinfo} of Linux does
 * @param hasher of large static files in the background; null where scans wait for them
 */
public record ScanOptions(
        Settling settling,
        ScanShortcuts scanShortcuts,
        Path mountTable,
        @Nullable LargeFileHasher hasher) {
    public static final ScanOptions DEFAULT =
            new ScanOptions(Settling.NONE, ScanShortcuts.ALL, MountTable.LINUX_FILE, null);

    public ScanOptions with(Settling other) {
        return new ScanOptions(other, scanShortcuts, mountTable, hasher);
    }

    public ScanOptions with(ScanShortcuts other) {
        return new ScanOptions(settling, other, mountTable, hasher);
    }

    public ScanOptions with(Path otherMountTable) {
        return new ScanOptions(settling, scanShortcuts, otherMountTable, hasher);
    }

    public ScanOptions with(LargeFileHasher other) {
        return new ScanOptions(settling, scanShortcuts, mountTable, other);
    }
}
