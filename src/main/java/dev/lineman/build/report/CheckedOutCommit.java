package dev.lineman.build.report;

import org.jspecify.annotations.Nullable;

/**
 * The Git commit that the working tree of the inputs has checked out. Immutable.
 *
 * @param hash all hex digits
 * @param branch null if HEAD is detached
 */
public record CheckedOutCommit(String hash, @Nullable String branch) {
    private static final int SHORT_DIGITS = 8;

    /** Returns the first digits, for people. */
    public String brief() {
        return hash.substring(0, Math.min(SHORT_DIGITS, hash.length()));
    }
}
