package dev.lineman.zerotouch.tftp;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The options of a transfer that the server accepts (RFC 2347): block size (RFC 2348), timeout and transfer size (RFC
 * 2349), window size (RFC 7440). The server never raises a value, and leaves out options that it does not know or whose
 * value is invalid. Immutable.
 *
 * @param blockSize bytes of a block
 * @param windowSize blocks that are sent before an acknowledgment
 * @param timeout the time until the first retransmission
 * @param accepted the options of the acknowledgment; empty for none
 */
record NegotiatedOptions(int blockSize, int windowSize, Duration timeout, Map<String, String> accepted) {
    /** The block size without the option. */
    static final int DEFAULT_BLOCK_SIZE = 512;

    /** A packet of this block size fits into an Ethernet frame, also with a VLAN tag and IPv6. */
    static final int MAX_BLOCK_SIZE = 1428;

    /** The largest block size that a client can ask for (RFC 2348). */
    private static final int MAX_REQUESTED_BLOCK_SIZE = 65464;

    private static final int MIN_BLOCK_SIZE = 8;

    /** Blocks of a window. They are kept in memory until they are acknowledged. */
    static final int MAX_WINDOW_SIZE = 16;

    private static final int MAX_REQUESTED_WINDOW_SIZE = 65535;

    /** A longer timeout would hold a transfer for minutes. The option allows 255 seconds. */
    static final int MAX_TIMEOUT_SECONDS = 30;

    /**
     * The timeout without the option. Some clients give up after five seconds: with this one, they get five packets until
     * then.
     */
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(250);

    /** Digits of a number. */
    private static final int MAX_DIGITS = 9;

    NegotiatedOptions {
        accepted = Map.copyOf(accepted);
    }

    /**
     * Negotiates the options of a request.
     *
     * @param requested names and values; the case of names does not matter
     * @param length the bytes of the transfer; negative if they are not known
     */
    static NegotiatedOptions of(Map<String, String> requested, long length) {
        Map<String, String> byName = new TreeMap<>();
        requested.forEach((name, value) -> byName.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        Map<String, String> accepted = new TreeMap<>();
        int blockSize = DEFAULT_BLOCK_SIZE;
        Integer wanted = number(byName.get("blksize"), MIN_BLOCK_SIZE, MAX_REQUESTED_BLOCK_SIZE);
        if (wanted != null) {
            blockSize = Math.min(wanted, MAX_BLOCK_SIZE);
            accepted.put("blksize", Integer.toString(blockSize));
        }
        Duration timeout = DEFAULT_TIMEOUT;
        wanted = number(byName.get("timeout"), 1, MAX_TIMEOUT_SECONDS);
        if (wanted != null) {
            timeout = Duration.ofSeconds(wanted);
            accepted.put("timeout", wanted.toString());
        }
        if (byName.containsKey("tsize") && length >= 0) {
            accepted.put("tsize", Long.toString(length));
        }
        int windowSize = 1;
        wanted = number(byName.get("windowsize"), 1, MAX_REQUESTED_WINDOW_SIZE);
        if (wanted != null) {
            windowSize = Math.min(wanted, MAX_WINDOW_SIZE);
            accepted.put("windowsize", Integer.toString(windowSize));
        }
        return new NegotiatedOptions(blockSize, windowSize, timeout, accepted);
    }

    /** Returns a number within bounds; null if the text is another one, or none. */
    private static @Nullable Integer number(@Nullable String text, int from, int to) {
        if (text == null
                || text.isEmpty()
                || text.length() > MAX_DIGITS
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int number = Integer.parseInt(text);
        return number < from || number > to ? null : number;
    }
}
