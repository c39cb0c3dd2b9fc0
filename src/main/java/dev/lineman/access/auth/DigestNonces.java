package dev.lineman.access.auth;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces of our own making (RFC 7616, section 3.3): a running number and the time, under a key that dies with the process, so
 * that nothing is kept of a nonce before it is used. What is kept then is which of its counts were, for the newest
 * {@value #TRACKED_NONCES} nonces; an older one is stale. Thread-safe.
 */
final class DigestNonces {
    /** So many may be handed out before one that is still to be used is forgotten. */
    private static final int TRACKED_NONCES = 1 << 16;

    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final int TEXT_BYTES = 16;
    private static final int HMAC_BYTES = 16;

    private final SecretKeySpec key;
    private final LongSupplier nanos;
    private final AtomicLong next = new AtomicLong(1);
    private final long[] used = new long[TRACKED_NONCES];
    private final int[] highest = new int[TRACKED_NONCES];
    private final long[] window = new long[TRACKED_NONCES];

    /** @param key random bytes that nobody else has */
    DigestNonces(byte[] key, LongSupplier nanos) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.nanos = nanos;
    }

    /** A nonce that nobody was given yet. */
    String create() {
        byte[] text = ByteBuffer.allocate(TEXT_BYTES)
                .putLong(next.getAndIncrement())
                .putLong(nanos.getAsLong())
                .array();
        byte[] whole = Arrays.copyOf(text, TEXT_BYTES + HMAC_BYTES);
        System.arraycopy(hmac(text), 0, whole, TEXT_BYTES, HMAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /**
     * Uses a nonce once.
     *
     * @param count from 1
     * @return false when it is not ours, too old, or was used with this count before
     */
    boolean use(String nonce, int count) {
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (whole.length != TEXT_BYTES + HMAC_BYTES || count < 1) {
            return false;
        }
        byte[] text = Arrays.copyOf(whole, TEXT_BYTES);
        byte[] seal = Arrays.copyOfRange(whole, TEXT_BYTES, whole.length);
        if (!MessageDigest.isEqual(seal, hmac(text))) {
            return false;
        }
        long number = ByteBuffer.wrap(text).getLong();
        long age = nanos.getAsLong() - ByteBuffer.wrap(text).getLong(Long.BYTES);
        return age <= LIFETIME.toNanos() && next.get() - number <= TRACKED_NONCES && markUsed(number, count);
    }

    /** Counts may come out of order, since connections do: of the last 64 it is known which were used. */
    private synchronized boolean markUsed(long number, int count) {
        int slot = (int) (number % TRACKED_NONCES);
        if (used[slot] > number) {
            return false;
        }
        if (used[slot] < number) {
            used[slot] = number;
            highest[slot] = 0;
            window[slot] = 0;
        }
        int ahead = count - highest[slot];
        if (ahead > 0) {
            window[slot] = (ahead < Long.SIZE ? window[slot] << ahead : 0) | 1;
            highest[slot] = count;
            return true;
        }
        long bit = -ahead < Long.SIZE ? 1L << -ahead : 0;
        if (bit == 0 || (window[slot] & bit) != 0) {
            return false;
        }
        window[slot] |= bit;
        return true;
    }

    private byte[] hmac(byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(text), HMAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }
}
