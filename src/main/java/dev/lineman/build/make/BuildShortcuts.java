package dev.lineman.build.make;

/**
 * The shortcuts that make a cycle faster. None may change the outputs: tests compare runs with all and with none.
 * Immutable.
 *
 * @param skipsUnchanged whether an output with the same fingerprint as before is not rendered again
 * @param sharesOutputs whether phones with the same values share one rendering
 * @param parallelFrom the number of phones from which all processors render
 */
public record BuildShortcuts(boolean skipsUnchanged, boolean sharesOutputs, int parallelFrom) {
    /** For fewer phones, the start of other threads takes longer than the rendering. */
    private static final int MIN_PARALLEL_PHONES = 64;

    /** For normal operation. */
    public static final BuildShortcuts ALL = new BuildShortcuts(true, true, MIN_PARALLEL_PHONES);

    /** For tests that compare results. */
    public static final BuildShortcuts NONE = new BuildShortcuts(false, false, Integer.MAX_VALUE);
}
