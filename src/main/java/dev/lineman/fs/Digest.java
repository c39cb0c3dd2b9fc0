package dev.lineman.fs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What some bytes hash to: the first 128 bits of their SHA-256 (FIPS 180-4), kept as two words because a fleet
 * holds several for each of its files.
 */
public record Digest(long high, long low) {
    /** The platform keeps a direct buffer as large as the largest read of a thread: so none is large. */
    private static final int MAX_READ = 64 << 10;

    /** The digest of all these bytes. */
    public static Digest of(byte[] bytes) {
        MessageDigest digest = begin();
        digest.update(bytes);
        return finish(digest);
    }

    /**
     * The digest of so many bytes that are read, piece by piece.
     *
     * @param whole is filled with them, unless it is null; of that size
     * @param over whether nobody needs the digest any more
     * @return null when there were fewer bytes, or when it was over
     */
    public static @Nullable Digest read(InputStream in, long size, byte @Nullable [] whole, BooleanSupplier over)
            throws IOException {
        MessageDigest digest = begin();
        byte[] bytes = whole == null ? new byte[(int) Math.min(size, MAX_READ)] : whole;
        for (long at = 0; at < size; ) {
            int from = whole == null ? 0 : (int) at;
            int read = over.getAsBoolean() ? -1 : in.read(bytes, from, (int) Math.min(MAX_READ, size - at));
            if (read < 0) {
                return null;
            }
            digest.update(bytes, from, read);
            at += read;
        }
        return finish(digest);
    }

    /** A digest to be fed in pieces and ended with {@link #finish}. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Ends a digest. */
    public static Digest finish(MessageDigest digest) {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new Digest(hash.getLong(), hash.getLong());
    }

    /** 32 lower-case hex digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
