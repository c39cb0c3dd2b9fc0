package dev.lineman.access;

import java.util.Locale;

/**
 * The digest of a token, as an access rule stores it. The token cannot be recovered from it. With the length,
 * the token can be found in a text, so that logs can mask it. Immutable.
 *
 * @param hash {@link AccessRule#hashToken} of the token
 * @param length the length in characters; 0 if unknown
 * @param folded {@link AccessRule#hashToken} of the token in lower case, for clients that change the case
 */
public record TokenDigest(String hash, int length, String folded) {

    /** The digest of a token. */
    public static TokenDigest of(String token) {
        return new TokenDigest(
                AccessRule.hashToken(token), token.length(), AccessRule.hashToken(token.toLowerCase(Locale.ROOT)));
    }

    /** Parses the result of {@link #text}, or a hash alone, as earlier versions wrote it. */
    public static TokenDigest parse(String text) {
        String[] parts = text.split("\\.", -1);
        boolean sized = parts.length > 1 && parts[1].matches("[0-9]{1,3}");
        return new TokenDigest(
                parts[0], sized ? Integer.parseInt(parts[1]) : 0, parts.length > 2 ? parts[2] : parts[0]);
    }

    /** Hash and length, and the hash in lower case if it is different, separated by dots. */
    public String text() {
        return hash + '.' + length + (folded.equals(hash) ? "" : '.' + folded);
    }
}
