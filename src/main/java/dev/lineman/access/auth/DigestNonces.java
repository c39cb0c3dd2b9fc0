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
 * Creates and checks the nonces of HTTP Digest (RFC 7616, section 3.3). A nonce is a serial number and the
 * time, with an HMAC under a key that ends with the process. Nothing is stored until a nonce is used. Then its
 * used counts are stored, for the newest {@value #TRACKED_NONCES} nonces; an older nonce is stale. Thread-safe.
 */
final class DigestNonces {
    /** How many nonces are tracked. After this many newer ones, a nonce is stale. */
    private static final int TRACKED_NONCES = 1 << 16;

    /** How long a nonce can be used after its creation. */
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    /** The serial number and the time, 8 bytes each. */
    private static final int TEXT_BYTES = 16;

    /** The length of the truncated HMAC. */
    private static final int HMAC_BYTES = 16;

    private final SecretKeySpec key;
    private final LongSupplier nanos;
    private final AtomicLong next = new AtomicLong(1);

    /**
     * For each slot, the serial number of the nonce that it tracks. A slot is the serial number modulo {@link
     * #TRACKED_NONCES}. Empty until a nonce is used: most agents never see one, and a slot takes 20 bytes.
     */
    private long[] trackedNonces = {};

    /** For each slot, the highest count that was used. */
    private int[] highest = {};

    /** For each slot, which of the last 64 counts were used; bit 0 is the highest. */
    private long[] window = {};

    /**
     * @param key random bytes that only this process knows
     * @param nanos a monotonic clock, in nanoseconds
     */
    DigestNonces(byte[] key, LongSupplier nanos) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.nanos = nanos;
    }

    /** A new nonce, in base64. */
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
     * Uses a nonce with a count, which is possible once.
     *
     * @param count the nonce count of the request, from 1
     * @return false if the nonce is not from this process, is too old, or was used with this count before
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
        byte[] sentHmac = Arrays.copyOfRange(whole, TEXT_BYTES, whole.length);
        if (!MessageDigest.isEqual(sentHmac, hmac(text))) {
            return false;
        }
        long number = ByteBuffer.wrap(text).getLong();
        long age = nanos.getAsLong() - ByteBuffer.wrap(text).getLong(Long.BYTES);
        return age <= LIFETIME.toNanos() && next.get() - number <= TRACKED_NONCES && markUsed(number, count);
    }

    /**
     * Marks a count as used. Counts may arrive out of order, because a client may have several connections. The
     * last 64 counts are remembered.
     */
    private synchronized boolean markUsed(long number, int count) {
        if (trackedNonces.length == 0) {
            trackedNonces = new long[TRACKED_NONCES];
            highest = new int[TRACKED_NONCES];
            window = new long[TRACKED_NONCES];
        }
        int slot = (int) (number % TRACKED_NONCES);
        if (trackedNonces[slot] > number) {
            return false;
        }
        if (trackedNonces[slot] < number) {
            trackedNonces[slot] = number;
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

    /** HMAC-SHA-256 (RFC 2104), truncated to {@link #HMAC_BYTES}. */
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
