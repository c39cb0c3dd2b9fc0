package dev.lineman.http;

import dev.lineman.http.proxy.ProxyHeader;
import dev.lineman.http.tls.TlsCredentials;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * An accepted connection on its way from the {@link Acceptor} to an {@link EventLoop}. Immutable.
 *
 * @param channel the accepted socket, still in blocking mode
 * @param credentials the certificate and key for TLS; null for plain HTTP
 * @param proxied whether the peer is a trusted proxy. Such a connection may begin with a {@link ProxyHeader}.
 *     Until then it is its own source in the limits and does not count for the proxy's address
 */
record AcceptedConnection(SocketChannel channel, @Nullable TlsCredentials credentials, boolean proxied) {}
