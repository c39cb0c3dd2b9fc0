package dev.lineman.http;

import dev.lineman.http.tls.Credentials;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection on its way to a loop.
 *
 * @param credentials for TLS; null without it
 * @param counted whether it counts for its source; else it stands for itself
 */
record Newcomer(SocketChannel channel, @Nullable Credentials credentials, boolean counted) {}
