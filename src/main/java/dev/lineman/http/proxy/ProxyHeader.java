package dev.lineman.http.proxy;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The result of {@link ProxyHeaderParser} for the first bytes of a connection. */
public sealed interface ProxyHeader {

    /** More bytes are needed. */
    record Incomplete() implements ProxyHeader {}

    /** There is no PROXY header: all bytes belong to TLS or HTTP. */
    record Absent() implements ProxyHeader {}

    /**
     * A complete header.
     *
     * @param length the length of the header in bytes; TLS or HTTP begins after it
     * @param client the client's address; null if the header does not name the client of a TCP connection
     */
    record Present(int length, @Nullable InetSocketAddress client) implements ProxyHeader {}

    /**
     * The beginning of an invalid header.
     *
     * @param reason what is wrong; contains nothing of the received bytes
     */
    record Malformed(String reason) implements ProxyHeader {}
}
