package dev.lineman.http;

import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** A connection's place in a loop: its channel, and what the loop must remember of it between two events. */
final class Seat extends Roster.Entry {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** So much of an answer must go within the time for a write, or all that is left of it. */
    private static final int STRIDE = 16 << 10;

    final SelectableChannel channel;
    final Wire wire;

    /** Whether it goes over TLS. */
    final boolean secure;

    final Connection connection;

    /** Whom this is put down to. */
    final Object source;

    @Nullable
    SelectionKey key;

    boolean outputEnded;

    /** Whether the work that it needed could not be done. */
    volatile boolean failed;

    /** What {@link #retained()} was when the loop last added it up. */
    int counted;

    private ByteBuffer kept = NOTHING;
    private int stride;

    Seat(SelectableChannel channel, Wire wire, boolean secure, Connection connection, Object source) {
        this.channel = channel;
        this.wire = wire;
        this.secure = secure;
        this.connection = connection;
        this.source = source;
    }

    /** Counts what went; whether it is enough for a new start of the time for a write. */
    boolean strides(int count) {
        stride += count;
        boolean enough = stride >= STRIDE || connection.phase() != Phase.ANSWER;
        stride = enough ? 0 : stride;
        return enough;
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
        return connection.retained() + kept.capacity() + wire.retained();
    }
}
