package dev.lineman.input.scan;

/**
 * Which ways a scan may take to be quicker. None of them may change what it finds: the laws run with and without.
 *
 * @param skipsUnchanged whether a file whose signature is as before, and was not taken too soon after a change, is left unread
 * @param parallelFrom from how many files on they are read and parsed on all processors at once
 */
public record ScanShortcuts(boolean skipsUnchanged, int parallelFrom) {
    /** Fewer are read before other threads have begun. */
    private static final int PARALLEL_FROM = 64;

    public static final ScanShortcuts ALL = new ScanShortcuts(true, PARALLEL_FROM);

    public static final ScanShortcuts NONE = new ScanShortcuts(false, Integer.MAX_VALUE);
}
