package dev.lineman.fs;

import dev.lineman.crypto.CryptoProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A digest of some bytes: the first 128 bits of their SHA-256 (FIPS 180-4). Equal digests mean equal content
 * throughout the program. Two words take less memory than an array, and a fleet has several digests for each
 * file. Immutable.
 *
 * <p>The JDK computes the first digests of a process. After {@link #LOAD_AFTER_BYTES} a thread loads Conscrypt's
 * library if the heap is large, which then computes the others, with the same result.
 *
 * @param high the first 64 bits, big-endian
 * @param low the next 64 bits, big-endian
 */
public record Digest(long high, long low) {
    /** Largest read in bytes. Java keeps a direct buffer as large as the largest read of each thread. */
    private static final int MAX_READ = 64 << 10;

    /** The JDK needs for this many bytes about as long as the load of Conscrypt's library takes. */
    private static final long LOAD_AFTER_BYTES = 4 << 20;

    /** The library takes 7 MB of memory, too much for an agent that the user gave a small heap. */
    private static final long LOAD_FROM_HEAP_BYTES = 128 << 20;

    private static final AtomicLong BYTES = new AtomicLong();

    /** Reused, because a new digest of Conscrypt costs a garbage collection more than its memory: it has a finalizer. */
    private static final ThreadLocal<ThreadDigest> OF_THREAD = new ThreadLocal<>();

    /** A digest for use within one call, and where it comes from. */
    private record ThreadDigest(CryptoProvider provider, MessageDigest digest) {}

    /** Returns the digest of a byte array. */
    public static Digest of(byte[] bytes) {
        MessageDigest digest = ofThread();
        digest.update(bytes);
        count(bytes.length);
        return finish(digest);
    }

    /** The digest of this thread, reset. */
    private static MessageDigest ofThread() {
        CryptoProvider provider = CryptoProvider.current();
        ThreadDigest known = OF_THREAD.get();
        if (known == null || known.provider != provider) {
            known = new ThreadDigest(provider, provider.sha256());
            OF_THREAD.set(known);
        }
        return known.digest;
    }

    /** Counts bytes, and starts the load of Conscrypt's library if this makes them enough. */
    private static void count(long many) {
        long before = BYTES.getAndAdd(many);
        if (before < LOAD_AFTER_BYTES
                && before + many >= LOAD_AFTER_BYTES
                && Runtime.getRuntime().maxMemory() >= LOAD_FROM_HEAP_BYTES) {
            CryptoProvider.loadInBackground();
        }
    }

    /**
     * Reads bytes and returns their digest.
     *
     * @param size the number of bytes to read
     * @param whole receives the bytes and has that size; null if the content is not needed
     * @param cancelled is asked before each read; true ends the reading
     * @return null if the stream has fewer bytes, or if the reading was cancelled
     * @throws IOException if the stream cannot be read
     */
    public static @Nullable Digest read(InputStream in, long size, byte @Nullable [] whole, BooleanSupplier cancelled)
            throws IOException {
        MessageDigest digest = begin(size);
        byte[] bytes = whole == null ? new byte[(int) Math.min(size, MAX_READ)] : whole;
        for (long at = 0; at < size; ) {
            int from = whole == null ? 0 : (int) at;
            int read = cancelled.getAsBoolean() ? -1 : in.read(bytes, from, (int) Math.min(MAX_READ, size - at));
            if (read < 0) {
                return null;
            }
            digest.update(bytes, from, read);
            at += read;
        }
        return finish(digest);
    }

    /**
     * Starts a digest of several pieces; {@link #finish} ends it.
     *
     * @param size about how many bytes there are
     */
    public static MessageDigest begin(long size) {
        count(size);
        return CryptoProvider.current().sha256();
    }

    /** Ends a digest that {@link #begin} started, and resets it. */
    public static Digest finish(MessageDigest digest) {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new Digest(hash.getLong(), hash.getLong());
    }

    /** The bits of a digest are those of a hash already. */
    @Override
    public int hashCode() {
        return (int) high;
    }

    /** Compares both words itself: the method of a record is slow with Java's quick compiler. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest && high == digest.high && low == digest.low;
    }

    /** 32 lower-case hex digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
