package dev.lineman.http;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection, as far as the connection itself knows it.
 *
 * @param address where the connection comes from: a proxy's address where there is a proxy
 * @param secure whether it came over TLS
 * @param certificate what the client proved to be, its chain verified up to the certificates that clients are trusted by;
 *     null without TLS, and where no certificate was asked for
 */
public record Peer(
        InetSocketAddress address, boolean secure, @Nullable X509Certificate certificate) {

    /** The other end of a connection without TLS. */
    public static Peer plain(InetSocketAddress address) {
        return new Peer(address, false, null);
    }
}
