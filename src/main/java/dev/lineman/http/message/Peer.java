package dev.lineman.http.message;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The client of a connection, as far as the connection itself shows it. Immutable.
 *
 * @param address the client: the address that a trusted proxy named with the PROXY protocol, otherwise the same
 *     as {@code socket}. Not unique, because a proxy may name the same address twice
 * @param socket the other end of the TCP connection; with a proxy, the proxy's address
 * @param secure whether the connection uses TLS
 * @param certificate the client's certificate. Its chain is verified against the trusted client CAs. Null
 *     without TLS, or if no certificate is required
 */
public record Peer(
        InetSocketAddress address,
        InetSocketAddress socket,
        boolean secure,
        @Nullable X509Certificate certificate) {

    /** The client of a connection without TLS and without a PROXY header. */
    public static Peer plain(InetSocketAddress socket) {
        return new Peer(socket, socket, false, null);
    }

    /** A copy with the address that a proxy has named. */
    public Peer withClient(InetSocketAddress client) {
        return new Peer(client, socket, secure, certificate);
    }

    /**
     * A copy for a connection with TLS.
     *
     * @param proved the verified certificate of the client; null if none was required
     */
    public Peer overTls(@Nullable X509Certificate proved) {
        return new Peer(address, socket, true, proved);
    }
}
