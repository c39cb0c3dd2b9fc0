package dev.lineman.http;

import dev.lineman.http.proxy.ProxyHeader;
import dev.lineman.http.transport.Transport;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection's place in a loop: its channel, and what the loop must remember of it between two events. */
final class ConnectionState extends TimeoutQueue.TimeoutEntry {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    /** So much of an answer must go within the time for a write, or all that is left of it. */
    private static final int PROGRESS_BYTES = 16 << 10;

    final SocketChannel channel;

    /** Whether it goes over TLS. */
    final boolean tls;

    final HttpConnection connection;

    Transport transport;

    /** Whom this is put down to; {@link ConnectionTable#changeSource} changes it. */
    Object source;

    /** The socket as it was accepted, while a trusted proxy may still say for which client it is. */
    @Nullable
    AcceptedConnection awaitingProxyHeader;

    boolean outputEnded;

    /** Whether the work that it needed could not be done. */
    volatile boolean tasksFailed;

    /** What {@link #retainedBytes()} was when the loop last added it up. */
    int countedBytes;

    private @Nullable SelectionKey key;
    private ByteBuffer keptInput = EMPTY;
    private int bytesSinceProgress;

    ConnectionState(
            AcceptedConnection acceptedConnection, Transport transport, HttpConnection connection, Object source) {
        this.channel = acceptedConnection.channel();
        this.tls = acceptedConnection.credentials() != null;
        this.awaitingProxyHeader = acceptedConnection.proxied() ? acceptedConnection : null;
        this.transport = transport;
        this.connection = connection;
        this.source = source;
    }

    /** The client is known, and this carries its bytes, also those that were kept. */
    void useTransport(Transport known) {
        awaitingProxyHeader = null;
        transport = known;
        keptInput = EMPTY;
    }

    /** Has a selector look for that. */
    void setInterest(Selector selector, int interest) throws ClosedChannelException {
        if (key == null) {
            key = channel.register(selector, interest, this);
        } else if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /** Counts what went; whether it is enough for a new start of the time for a write. */
    boolean recordSent(int count) {
        bytesSinceProgress += count;
        boolean enough = bytesSinceProgress >= PROGRESS_BYTES || connection.phase() != ConnectionPhase.RESPONSE;
        bytesSinceProgress = enough ? 0 : bytesSinceProgress;
        return enough;
    }

    /** Keeps input that came while an answer was due, or that is not yet a whole {@link ProxyHeader}. */
    void keepInput(ByteBuffer in) {
        keptInput =
                in.hasRemaining() ? ByteBuffer.allocate(in.remaining()).put(in).flip() : EMPTY;
    }

    /** The input that was kept, from where it was left. */
    ByteBuffer keptInput() {
        return keptInput;
    }

    /** How much of the heap this connection's input holds, in bytes. */
    int retainedBytes() {
        return connection.retainedBytes() + keptInput.capacity() + transport.retainedBytes();
    }
}
