package dev.lineman.build.copy;

/**
 * What happened to the bytes of a static file that a cycle wants to publish.
 *
 * @param reason why they were refused, for a message; empty otherwise
 */
public record StaticFileResult(StaticFileState state, String reason) {
    /** See {@link StaticFileState#STORED}. */
    public static final StaticFileResult STORED = new StaticFileResult(StaticFileState.STORED, "");

    /** See {@link StaticFileState#COPYING}. */
    public static final StaticFileResult COPYING = new StaticFileResult(StaticFileState.COPYING, "");

    /** See {@link StaticFileState#CHANGED}. */
    public static final StaticFileResult CHANGED = new StaticFileResult(StaticFileState.CHANGED, "");

    /** The possible outcomes. */
    public enum StaticFileState {
        /** The bytes are stored and can be published. */
        STORED,
        /** A background copy is in progress. */
        COPYING,
        /** The file is unreadable, or its bytes are no longer those that were hashed. The next scan reads it again. */
        CHANGED,
        /** The bytes cannot be stored now, for example because the disk is full. A later cycle tries again. */
        REFUSED
    }

    /**
     * A refusal.
     *
     * @param reason why the bytes cannot be stored
     */
    public static StaticFileResult refused(String reason) {
        return new StaticFileResult(StaticFileState.REFUSED, reason);
    }
}
