package dev.lineman.input.scan;

/**
 * The ways in which a scan saves work. Tests check that the result is the same without them. Immutable.
 *
 * @param skipsUnchanged whether a file is not read if its stamp is the known one and was not taken too soon after a
 *     change
 * @param parallelFrom from this number of files on, all processors read and parse them, while the walk goes on
 */
public record ScanShortcuts(boolean skipsUnchanged, int parallelFrom) {
    /** Fewer files are read before other threads have started. */
    private static final int PARALLEL_FROM = 64;

    /** Used by the agent. */
    public static final ScanShortcuts ALL = new ScanShortcuts(true, PARALLEL_FROM);

    /** Reads every file, on one thread. */
    public static final ScanShortcuts NONE = new ScanShortcuts(false, Integer.MAX_VALUE);
}
