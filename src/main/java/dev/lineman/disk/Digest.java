package dev.lineman.disk;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What some bytes hash to: the first 128 bits of their SHA-256 (FIPS 180-4), kept as two words because a fleet
 * holds several for each of its files.
 */
public record Digest(long high, long low) {

    /** The digest of all these bytes. */
    public static Digest of(byte[] bytes) {
        return finish(begin(), bytes);
    }

    /** A digest to be fed in pieces and ended with {@link #finish(MessageDigest, byte[])}. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Ends a digest with the last piece. */
    public static Digest finish(MessageDigest digest, byte[] last) {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(last));
        return new Digest(hash.getLong(), hash.getLong());
    }

    /** 32 lower-case hex digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
