package dev.lineman.build.make;

/**
 * Which ways a cycle may take to be quicker. None of them may change what comes of it: the laws run with and without.
 *
 * @param remembers whether an output of the same fingerprint as before is left as it is
 * @param shares whether what one phone's values make is taken for the next one with the same values
 * @param together from how many phones on they are made on all processors at once
 */
public record BuildShortcuts(boolean remembers, boolean shares, int together) {
    /** Fewer phones than this are made before other threads have begun. */
    private static final int WORTHWHILE = 64;

    public static final BuildShortcuts ALL = new BuildShortcuts(true, true, WORTHWHILE);

    public static final BuildShortcuts NONE = new BuildShortcuts(false, false, Integer.MAX_VALUE);
}
