package dev.lineman.http.message;

import java.time.Duration;

/**
 * The bounds of a listener. Whatever a client does, it costs no more than this.
 *
 * @param connections how many at once, in all; one more pushes out the one that has waited longest, never the newcomer
 * @param tlsConnections how many at once may hold what TLS needs, which is some 12 KB of the heap each; others wait for that, and who is
 *     idle or has many gives way to them
 * @param loops how many threads serve them
 * @param headBytes of a request line and its header fields; more is a 414 or a 431
 * @param headFields how many header fields; more is a 431
 * @param bodyBytes how much of a body that nobody asked for is read away to keep the connection
 * @param retainedBytes how much unfinished or unanswered input is kept on the heap, in all; more pushes out whoever has
 *     waited longest
 * @param headTimeout from the first byte of a head to its last, also for reading a body away; after it, a 408
 * @param idleTimeout how long a connection may be silent before a request
 * @param writeTimeout how long an answer may go without progress
 * @param lingerTimeout how long a client that sends on is listened to after the last answer, so that it can read it (RFC 9112,
 *     section 9.6)
 * @param stopTimeout how long answers in flight may take when the listener closes
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

    public HttpLimits {
        if (connections < 1
                || tlsConnections < 1
                || loops < 1
                || headBytes < 64
                || headFields < 1
                || bodyBytes < 0
                || retainedBytes < 1) {
            throw new IllegalArgumentException("a listener needs room for one connection and one head");
        }
    }

    /** What suits phones: 16,384 connections, 512 of them at a time over TLS, 8 KiB and 10 s for a head, 15 s idle, 30 s for a write, one loop a processor. */
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

    /** These limits with another number of connections. */
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

    /** These limits with other times for a head, for silence and for a write. */
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
