package dev.lineman.http.message;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection, as far as the connection itself knows it.
 *
 * @param address where the connection comes from: the client that a trusted proxy named with the PROXY protocol, else the same
 *     as {@code socket}. Two connections may have the same one, since a proxy may name any
 * @param socket the other end of the socket: a proxy's address where there is a proxy
 * @param secure whether it came over TLS
 * @param certificate what the client proved to be, its chain verified up to the certificates that clients are trusted by;
 *     null without TLS, and where no certificate was asked for
 */
public record Peer(
        InetSocketAddress address,
        InetSocketAddress socket,
        boolean secure,
        @Nullable X509Certificate certificate) {

    /** The other end of a connection without TLS and without a PROXY header. */
    public static Peer plain(InetSocketAddress socket) {
        return new Peer(socket, socket, false, null);
    }

    /** The same, for a client that it named. */
    public Peer withClient(InetSocketAddress client) {
        return new Peer(client, socket, secure, certificate);
    }

    /** The same over TLS, with what the client proved to be. */
    public Peer overTls(@Nullable X509Certificate proved) {
        return new Peer(address, socket, true, proved);
    }
}
