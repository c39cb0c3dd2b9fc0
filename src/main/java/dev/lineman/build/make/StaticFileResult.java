package dev.lineman.build.make;

/**
 * What became of the bytes of a static file that a cycle wants to publish.
 *
 * @param reason why they were refused; empty otherwise
 */
public record StaticFileResult(StaticFileState state, String reason) {
    public static final StaticFileResult AT_HAND = new StaticFileResult(StaticFileState.AT_HAND, "");
    public static final StaticFileResult LATER = new StaticFileResult(StaticFileState.LATER, "");
    public static final StaticFileResult CHANGED = new StaticFileResult(StaticFileState.CHANGED, "");

    public enum StaticFileState {
        /** They can be published. */
        AT_HAND,
        /** They are being copied in the background. */
        LATER,
        /** They could not be read, or are no longer what was hashed. */
        CHANGED,
        /** They cannot be stored, which may pass. */
        REFUSED
    }

    /** They cannot be stored. */
    public static StaticFileResult refused(String reason) {
        return new StaticFileResult(StaticFileState.REFUSED, reason);
    }
}
