package dev.lineman.http;

import dev.lineman.http.proxy.ProxyHeader;
import dev.lineman.http.transport.Transport;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The state of one connection in an {@link EventLoop}: the socket, its transport, its HTTP state machine and
 * the input that waits. {@link ConnectionTable} keeps the counts over all of them. Used by the loop's thread.
 */
final class ConnectionState extends TimeoutQueue.TimeoutEntry {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    /** A response must send this many bytes within the write timeout, or the rest if less remains. */
    private static final int PROGRESS_BYTES = 16 << 10;

    final SocketChannel channel;

    /** Whether this is a TLS port. */
    final boolean tls;

    /** The HTTP state machine; it also holds the phase. */
    final HttpConnection connection;

    /** Carries the bytes, plain or over TLS. A PROXY header replaces it, because the client's address changes. */
    Transport transport;

    /**
     * The source that this connection counts for in the limits. Only {@link ConnectionTable#changeSource}
     * changes it.
     */
    Object source;

    /** The accepted socket while a PROXY header may still arrive; null afterwards. */
    ConnectionAcceptor.@Nullable AcceptedConnection awaitingProxyHeader;

    /** Whether the output side of the socket is shut down already. */
    boolean outputEnded;

    /** Whether a delegated TLS task has thrown. Volatile, because a TLS worker sets it. */
    volatile boolean tasksFailed;

    /** The value of {@link #retainedBytes()} that {@link ConnectionTable} has added to its sum. */
    int countedBytes;

    /** The registration with the selector; null until the connection waits for the first time. */
    private @Nullable SelectionKey key;

    /** Input that has been read and not yet processed. */
    private ByteBuffer keptInput = EMPTY;

    /** Bytes sent since the write timeout was last restarted. */
    private int bytesSinceProgress;

    /** @param source the source that the connection counts for at first */
    ConnectionState(
            ConnectionAcceptor.AcceptedConnection acceptedConnection,
            Transport transport,
            HttpConnection connection,
            Object source) {
        this.channel = acceptedConnection.channel();
        this.tls = acceptedConnection.credentials() != null;
        this.awaitingProxyHeader = acceptedConnection.proxied() ? acceptedConnection : null;
        this.transport = transport;
        this.connection = connection;
        this.source = source;
    }

    /**
     * Ends the wait for a PROXY header. From now on the given transport carries the bytes, including the input
     * that was kept.
     */
    void useTransport(Transport newTransport) {
        awaitingProxyHeader = null;
        transport = newTransport;
        keptInput = EMPTY;
    }

    /** Whether the channel was registered with the selector. */
    boolean isRegistered() {
        return key != null;
    }

    /** Registers the channel with the selector, or changes the operations that it waits for. */
    void setInterest(Selector selector, int interest) throws IOException {
        if (key == null) {
            // Responses are written in one piece; waiting for more data would only delay them. A connection that is
            // closed before it waits needs no option: closing sends all data.
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = channel.register(selector, interest, this);
        } else if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /**
     * Counts sent bytes. Returns true if they are enough to restart the write timeout. Without this threshold,
     * a client that reads byte by byte could keep a response open for hours.
     */
    boolean recordSent(int count) {
        bytesSinceProgress += count;
        boolean enough = bytesSinceProgress >= PROGRESS_BYTES || connection.phase() != ConnectionPhase.RESPONSE;
        bytesSinceProgress = enough ? 0 : bytesSinceProgress;
        return enough;
    }

    /** Keeps the rest of the input: it arrived while a response was due, or the {@link ProxyHeader} is incomplete. */
    void keepInput(ByteBuffer in) {
        keptInput =
                in.hasRemaining() ? ByteBuffer.allocate(in.remaining()).put(in).flip() : EMPTY;
    }

    /** The kept input, from the first byte that is not processed. */
    ByteBuffer keptInput() {
        return keptInput;
    }

    /** Heap that the input of this connection takes, in bytes. */
    int retainedBytes() {
        return connection.retainedBytes() + keptInput.capacity() + transport.retainedBytes();
    }
}
