package dev.lineman.access;

import java.util.Locale;

/**
 * What a rule holds of a token. The token cannot be read back from it, but found again in a text, so that no log shows it.
 *
 * @param hash {@link AccessRule#hashToken} token
 * @param length its length in characters; 0 when it is not known
 * @param folded {@link AccessRule#hashToken} token in lower case
 */
public record TokenDigest(String hash, int length, String folded) {

    /** The digest of a token. */
    public static TokenDigest of(String token) {
        return new TokenDigest(
                AccessRule.hashToken(token), token.length(), AccessRule.hashToken(token.toLowerCase(Locale.ROOT)));
    }

    /** Reads a {@link #text}, or a hash alone, as earlier versions wrote it. */
    public static TokenDigest parse(String text) {
        String[] parts = text.split("\\.", -1);
        boolean sized = parts.length > 1 && parts[1].matches("[0-9]{1,3}");
        return new TokenDigest(
                parts[0], sized ? Integer.parseInt(parts[1]) : 0, parts.length > 2 ? parts[2] : parts[0]);
    }

    /** Hash and length, and the hash in lower case where that is another. */
    public String text() {
        return hash + '.' + length + (folded.equals(hash) ? "" : '.' + folded);
    }
}
