package dev.lineman.http;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection's place in a loop: its channel, and what the loop must remember of it between two events. */
final class Seat extends Roster.Entry {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    final SocketChannel channel;
    final Connection connection;

    @Nullable
    SelectionKey key;

    boolean outputEnded;

    /** What {@link #retained()} was when the loop last added it up. */
    int counted;

    private ByteBuffer kept = NOTHING;

    Seat(SocketChannel channel, Connection connection) {
        this.channel = channel;
        this.connection = connection;
    }

    /** Keeps input that came while an answer was due. */
    void keep(ByteBuffer in) {
        kept = in.hasRemaining() ? ByteBuffer.allocate(in.remaining()).put(in).flip() : NOTHING;
    }

    /** The input that was kept, from where it was left. */
    ByteBuffer kept() {
        return kept;
    }

    /** How much of the heap this connection's input holds, in bytes. */
    int retained() {
        return connection.retained() + kept.capacity();
    }
}
