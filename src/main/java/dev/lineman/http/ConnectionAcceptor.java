package dev.lineman.http;

import dev.lineman.http.proxy.ProxyHeader;
import dev.lineman.http.tls.TlsCredentials;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections for one {@link EventLoop}, from listening sockets that all loops share. Used by the loop's thread, except
 * for {@link #add}.
 *
 * <p>After a failure, or when file descriptors run short, it pauses for some milliseconds, because the selector
 * would report the sockets again at once. Accepting never ends before the loop does.
 */
final class ConnectionAcceptor {
    /**
     * A listening socket. {@link ListeningSockets} binds it.
     *
     * @param channel in non-blocking mode
     * @param credentials the certificate and key for new connections, called for each one; null for plain HTTP
     */
    record ListeningSocket(
            ServerSocketChannel channel, @Nullable Supplier<TlsCredentials> credentials) {}

    /**
     * An accepted connection on its way from the {@link ConnectionAcceptor} to the rest of its {@link EventLoop}. Immutable.
     *
     * @param channel the accepted socket, still in blocking mode
     * @param credentials the certificate and key for TLS; null for plain HTTP
     * @param proxied whether the peer is a trusted proxy. Such a connection may begin with a {@link ProxyHeader}.
     *     Until then it is its own source in the limits and does not count for the proxy's address
     */
    record AcceptedConnection(
            SocketChannel channel, @Nullable TlsCredentials credentials, boolean proxied) {}

    /**
     * Connections that one socket gives in a turn. The loop serves them before it accepts more, and other loops take
     * what remains.
     */
    private static final int MAX_ACCEPTS_PER_TURN = 8;

    /**
     * The shortest time between two reports. A lasting failure comes back after each pause, a hundred times a second.
     */
    private static final long REPORT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The pause after a failure. */
    private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** The pause while the loops close connections because descriptors run short. */
    private static final long SHORTAGE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Selector selector;
    private final LoopContext loopContext;
    private final ConnectionCounts connectionCounts;
    private final ServerContext context;

    /** Sockets that are not registered yet. */
    private final Queue<ListeningSocket> added = new ConcurrentLinkedQueue<>();

    private final List<SelectionKey> keys = new ArrayList<>();

    /** Accepted connections that the loop has not taken. */
    private final Queue<AcceptedConnection> accepted = new ArrayDeque<>();

    private boolean paused;

    /** When the pause ends, in nanoseconds. */
    private long pauseEnd;

    /**
     * Whether the last failure to accept had another cause than missing descriptors, and no connection was accepted
     * since.
     */
    private boolean failed;

    private boolean everReported;
    private long reportedAt;

    ConnectionAcceptor(
            Selector selector, LoopContext loopContext, ConnectionCounts connectionCounts, ServerContext context) {
        this.selector = selector;
        this.loopContext = loopContext;
        this.connectionCounts = connectionCounts;
        this.context = context;
    }

    /** Adds a listening socket; {@link #prepare} registers it. Thread-safe. */
    void add(ListeningSocket listeningSocket) {
        added.add(listeningSocket);
    }

    /** Registers added sockets, and ends a pause whose time has passed. Call before each selection. */
    void prepare() {
        if (paused && context.nanos().getAsLong() - pauseEnd >= 0) {
            paused = false;
            setInterest(SelectionKey.OP_ACCEPT);
        }
        for (ListeningSocket socket = added.poll(); socket != null; socket = added.poll()) {
            try {
                keys.add(socket.channel().register(selector, paused ? 0 : SelectionKey.OP_ACCEPT, socket));
            } catch (ClosedChannelException e) {
                // The listener was closed before this loop had begun.
            }
        }
    }

    /** Time until the pause ends, in nanoseconds; {@link Long#MAX_VALUE} if there is none. */
    long nanosToNext() {
        return paused ? Math.max(0, pauseEnd - context.nanos().getAsLong()) : Long.MAX_VALUE;
    }

    /** Accepts connections from a socket that the selector reports as ready. */
    void accept(ListeningSocket socket) {
        try {
            for (int i = 0; i < MAX_ACCEPTS_PER_TURN && !paused; i++) {
                SocketChannel channel = socket.channel().accept();
                if (channel == null) {
                    return;
                }
                failed = false;
                connectionCounts.accepted();
                keep(channel, socket.credentials());
                if (!context.fileDescriptors().connectionAccepted()) {
                    pause(SHORTAGE_PAUSE_NANOS);
                }
            }
        } catch (IOException | RuntimeException e) {
            if (socket.channel().isOpen()) {
                if (!(e instanceof IOException && context.fileDescriptors().freeIfExhausted())) {
                    report(e);
                }
                pause(FAILURE_PAUSE_NANOS);
            }
        }
    }

    /** Keeps an accepted connection until the loop takes it. A failure closes this connection only. */
    private void keep(SocketChannel channel, @Nullable Supplier<TlsCredentials> credentials) {
        try {
            boolean proxied = channel.getRemoteAddress() instanceof InetSocketAddress remote
                    && loopContext.proxyTrust().isTrustedProxy(remote.getAddress());
            accepted.add(new AcceptedConnection(channel, credentials == null ? null : credentials.get(), proxied));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            reject(channel);
            if (!(e instanceof IOException)) {
                loopContext.report(e);
            }
        }
    }

    /** The next accepted connection, or null. */
    @Nullable
    AcceptedConnection poll() {
        return accepted.poll();
    }

    /** Closes a connection that the loop cannot serve. */
    void reject(SocketChannel channel) {
        connectionCounts.closed(channel.isRegistered());
        try {
            channel.close();
        } catch (IOException e) {
            // The connection is closed in any case.
        }
    }

    /** Closes the listening sockets, and the connections that the loop has not taken. */
    void close() {
        for (SelectionKey key : keys) {
            try {
                key.channel().close();
            } catch (IOException e) {
                // The selector is closed next, and with it the socket.
            }
        }
        for (AcceptedConnection connection = poll(); connection != null; connection = poll()) {
            reject(connection.channel());
        }
    }

    private void pause(long duration) {
        paused = true;
        pauseEnd = context.nanos().getAsLong() + duration;
        setInterest(0);
    }

    private void setInterest(int operations) {
        for (SelectionKey key : keys) {
            try {
                key.interestOps(operations);
            } catch (CancelledKeyException e) {
                // The listener is being closed.
            }
        }
    }

    /**
     * Reports a failure to accept, but only if two come in a row: after a single one, a descriptor may be free
     * again.
     */
    private void report(Throwable fault) {
        boolean again = failed;
        failed = true;
        long now = context.nanos().getAsLong();
        if (again && (!everReported || now - reportedAt >= REPORT_INTERVAL_NANOS)) {
            everReported = true;
            reportedAt = now;
            loopContext.report(fault);
        }
    }
}
