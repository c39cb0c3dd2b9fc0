package dev.lineman.http;

import dev.lineman.http.proxy.ProxyHeader;
import dev.lineman.http.tls.TlsCredentials;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection on its way to a loop.
 *
 * @param credentials for TLS; null without it
 * @param proxied whether it comes from a trusted proxy: then it may begin with a {@link ProxyHeader}, and it stands for itself
 *     rather than counting for the proxy's address
 */
record AcceptedConnection(SocketChannel channel, @Nullable TlsCredentials credentials, boolean proxied) {}
