package dev.lineman.http.proxy;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What a {@link ProxyHeaderParser} made of the first bytes of a connection. */
public sealed interface ProxyHeader {

    /** More bytes are needed. */
    record Incomplete() implements ProxyHeader {}

    /** The connection begins with something else: all of its bytes belong to the conversation. */
    record Absent() implements ProxyHeader {}

    /**
     * A whole header.
     *
     * @param length its length in bytes; the conversation begins after it
     * @param client the address of the client; null when the header names none that a TCP connection can have
     */
    record Present(int length, @Nullable InetSocketAddress client) implements ProxyHeader {}

    /**
     * The beginning of a header, but not a valid one.
     *
     * @param reason what is wrong; holds nothing that was received
     */
    record Malformed(String reason) implements ProxyHeader {}
}
