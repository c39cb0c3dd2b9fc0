package dev.lineman.build.report;

import org.jspecify.annotations.Nullable;

/**
 * A git commit that the inputs' work tree has checked out.
 *
 * @param hash all of its hex digits
 * @param branch null when it is checked out as none
 */
public record CheckedOutCommit(String hash, @Nullable String branch) {
    private static final int SHORT_DIGITS = 8;

    /** The first digits, which are enough for people. */
    public String brief() {
        return hash.substring(0, Math.min(SHORT_DIGITS, hash.length()));
    }
}
