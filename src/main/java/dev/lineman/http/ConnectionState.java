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
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** So much of an answer must go within the time for a write, or all that is left of it. */
    private static final int STRIDE = 16 << 10;

    final SocketChannel channel;

    /** Whether it goes over TLS. */
    final boolean secure;

    final HttpConnection connection;

    Transport transport;

    /** Whom this is put down to; {@link ConnectionTable#attribute} changes it. */
    Object source;

    /** The socket as it was accepted, while a trusted proxy may still say for which client it is. */
    @Nullable
    AcceptedConnection unidentified;

    boolean outputEnded;

    /** Whether the work that it needed could not be done. */
    volatile boolean failed;

    /** What {@link #retained()} was when the loop last added it up. */
    int counted;

    private @Nullable SelectionKey key;
    private ByteBuffer kept = NOTHING;
    private int stride;

    ConnectionState(
            AcceptedConnection acceptedConnection, Transport transport, HttpConnection connection, Object source) {
        this.channel = acceptedConnection.channel();
        this.secure = acceptedConnection.credentials() != null;
        this.unidentified = acceptedConnection.proxied() ? acceptedConnection : null;
        this.transport = transport;
        this.connection = connection;
        this.source = source;
    }

    /** The client is known, and this carries its bytes, also those that were kept. */
    void identify(Transport known) {
        unidentified = null;
        transport = known;
        kept = NOTHING;
    }

    /** Has a selector look for that. */
    void await(Selector selector, int interest) throws ClosedChannelException {
        if (key == null) {
            key = channel.register(selector, interest, this);
        } else if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /** Counts what went; whether it is enough for a new start of the time for a write. */
    boolean strides(int count) {
        stride += count;
        boolean enough = stride >= STRIDE || connection.phase() != ConnectionPhase.ANSWER;
        stride = enough ? 0 : stride;
        return enough;
    }

    /** Keeps input that came while an answer was due, or that is not yet a whole {@link ProxyHeader}. */
    void keep(ByteBuffer in) {
        kept = in.hasRemaining() ? ByteBuffer.allocate(in.remaining()).put(in).flip() : NOTHING;
    }

    /** The input that was kept, from where it was left. */
    ByteBuffer kept() {
        return kept;
    }

    /** How much of the heap this connection's input holds, in bytes. */
    int retained() {
        return connection.retained() + kept.capacity() + transport.retained();
    }
}
