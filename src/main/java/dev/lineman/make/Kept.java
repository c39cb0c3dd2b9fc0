package dev.lineman.make;

/**
 * What became of the bytes of a static file that a cycle wants to publish.
 *
 * @param reason why they were refused; empty otherwise
 */
public record Kept(State state, String reason) {
    public static final Kept AT_HAND = new Kept(State.AT_HAND, "");
    public static final Kept LATER = new Kept(State.LATER, "");
    public static final Kept CHANGED = new Kept(State.CHANGED, "");

    public enum State {
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
    public static Kept refused(String reason) {
        return new Kept(State.REFUSED, reason);
    }
}
