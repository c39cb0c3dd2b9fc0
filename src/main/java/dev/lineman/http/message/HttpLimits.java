package dev.lineman.http.message;

import java.time.Duration;

/**
 * The limits of a {@code Listener}. They bound memory, threads and time, for any behavior of
 * clients. Each event loop has an equal share. Immutable.
 *
 * @param connections the most open connections. For one more, a connection of the source with the most
 *     connections is closed, never the new one
 * @param tlsConnections the most connections that hold an {@code SSLEngine}, which takes some 12 KB of heap.
 *     Others wait. A connection that is idle, or whose source has many, is closed for them
 * @param loops the number of event loops, each with one thread
 * @param headBytes the most bytes of a request head; status 414 or 431 beyond that
 * @param headFields the most header fields; status 431 beyond that
 * @param bodyBytes the most bytes of a request body that are discarded to keep the connection; it closes beyond
 *     that
 * @param retainedBytes the most heap for input that is incomplete or not responded to; the oldest such
 *     connections are closed beyond that
 * @param headTimeout from the first byte of a head to its last; status 408 after that. Also limits the
 *     handshake, the discarding of a body, and the time for each 16 KiB of a body that is received
 * @param idleTimeout how long a connection may wait for the next request
 * @param writeTimeout how long a response may make no progress
 * @param lingerTimeout how long input is discarded after the last response, so that the client can read the response
 *     (RFC 9112, section 9.6)
 * @param stopTimeout how long responses may take to finish when the listener closes
 */
public record HttpLimits(
        int connections,
        int tlsConnections,
        int loops,
        int headBytes,
        int headFields,
        int bodyBytes,
        long retainedBytes,
        Duration headTimeout,
        Duration idleTimeout,
        Duration writeTimeout,
        Duration lingerTimeout,
        Duration stopTimeout) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if no request could be served within the limits
     */
    public HttpLimits {
        if (connections < 1
                || tlsConnections < 1
                || loops < 1
                || headBytes < 64
                || headFields < 1
                || bodyBytes < 0
                || retainedBytes < 1) {
            throw new IllegalArgumentException(
                    "the limits are too low: a listener needs one connection, one loop and 64 bytes for a request head");
        }
    }

    /**
     * The defaults for phones: 16,384 connections, 512 of them with TLS at the same time, and one loop per
     * processor. A head may have 8 KiB and take 10 s. The other timeouts are 15 s for an idle connection and 30
     * s for a write.
     */
    public static HttpLimits standard() {
        return new HttpLimits(
                16_384,
                512,
                Runtime.getRuntime().availableProcessors(),
                8 << 10,
                100,
                64 << 10,
                16 << 20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1));
    }

    /** A copy with another number of connections. */
    public HttpLimits withConnections(int most) {
        return new HttpLimits(
                most,
                tlsConnections,
                loops,
                headBytes,
                headFields,
                bodyBytes,
                retainedBytes,
                headTimeout,
                idleTimeout,
                writeTimeout,
                lingerTimeout,
                stopTimeout);
    }

    /** A copy with other timeouts for a head, for an idle connection and for a write. */
    public HttpLimits withTimeouts(Duration forHead, Duration forIdle, Duration forWrite) {
        return new HttpLimits(
                connections,
                tlsConnections,
                loops,
                headBytes,
                headFields,
                bodyBytes,
                retainedBytes,
                forHead,
                forIdle,
                forWrite,
                lingerTimeout,
                stopTimeout);
    }
}
