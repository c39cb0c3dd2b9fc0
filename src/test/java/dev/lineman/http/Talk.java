package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Drives a {@link Connection} without a socket: pieces of input in, everything it says out. */
final class Talk {
    static final InetSocketAddress SOMEWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

    final List<Throwable> faults = new ArrayList<>();
    final List<Exchange> exchanges = new ArrayList<>();
    final Connection connection;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final int outBytes;

    /** @param outBytes how much the client takes at once */
    Talk(Limits limits, Handler handler, int outBytes) {
        this.connection = new Connection(
                new Service(new Staff(handler, exchanges::add, Doorkeeper.OPEN), limits, () -> NOW, faults::add),
                Peer.plain(SOMEWHERE));
        this.connection.begin(Peer.plain(SOMEWHERE));
        this.outBytes = outBytes;
    }

    Talk(Handler handler) {
        this(Limits.standard(), handler, 64 << 10);
    }

    Talk say(String piece) {
        return say(piece.getBytes(ISO_8859_1));
    }

    Talk say(byte[] piece) {
        ByteBuffer in = ByteBuffer.wrap(piece);
        do {
            connection.receive(in);
            answer();
        } while (in.hasRemaining());
        return this;
    }

    Talk expire() {
        connection.expire();
        answer();
        return this;
    }

    Phase phase() {
        return connection.phase();
    }

    String said() {
        return said.toString(ISO_8859_1);
    }

    private void answer() {
        ByteBuffer out = ByteBuffer.allocate(outBytes);
        while (connection.phase() == Phase.ANSWER) {
            connection.fill(out.clear());
            // The socket takes one byte less than offered whenever that leaves any.
            int count = Math.max(Math.min(1, out.flip().remaining()), out.remaining() - 1);
            said.write(out.array(), 0, count);
            connection.sent(count);
        }
    }
}
