package dev.lineman.http;

import dev.lineman.http.tls.Credentials;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a loop from the accepted socket to the first request. First, a trusted proxy may say in a
 * {@link ProxyHeader} for which client a connection is: from then on it is the client's, in TLS and in every limit. Then a TLS
 * connection waits for room, see {@link SecureSeats}, and negotiates. The {@link Workers} do the arithmetic of that. Used by the
 * loop's thread, except for {@link #work}.
 */
final class Handshakes {
    /** For a TLS record of any size, see {@link SecureWire}. */
    private static final int RECORDS_BYTES = 18 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Service service;
    private final Seats seats;
    private final Workers workers;
    private final Selector selector;
    private final ByteBuffer records = ByteBuffer.allocateDirect(RECORDS_BYTES);
    private final Queue<Seat> worked = new ConcurrentLinkedQueue<>();

    Handshakes(Service service, Seats seats, Workers workers, Selector selector) {
        this.service = service;
        this.seats = seats;
        this.workers = workers;
        this.selector = selector;
    }

    /** A seat for an accepted socket. */
    Seat seat(Newcomer newcomer) throws IOException {
        SocketChannel channel = newcomer.channel();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Peer peer = Peer.plain(remote(channel));
        Object source = newcomer.proxied() ? newcomer : Source.of(peer.address().getAddress());
        return new Seat(newcomer, wire(newcomer, peer, NOTHING), new Connection(service, peer), source);
    }

    /** Waits for the first byte of a client: before that, nothing is made for TLS. */
    void await(Seat seat) throws IOException {
        seat.await(selector, SelectionKey.OP_READ);
        seats.note(seat, Phase.GREETING, false);
    }

    /**
     * Goes on as far as the bytes that have come allow.
     *
     * @param in a buffer to use within this call, of at least {@link ProxyHeaderParser#LONGEST} bytes
     * @return whether the connection can be read from now on; else it waits
     * @throws IOException if the connection is to be closed
     */
    boolean proceed(Seat seat, ByteBuffer in) throws IOException {
        Newcomer unidentified = seat.unidentified;
        if (unidentified != null && !identify(seat, unidentified, in.clear())) {
            await(seat);
            return false;
        }
        if (seat.secure && !seats.secures(seat)) {
            seat.await(selector, 0);
            return false;
        }
        Wire.Need need = seat.wire.greet(in);
        if (need == Wire.Need.NOTHING) {
            seat.connection.begin(seat.wire.peer());
            seats.suspend(seat);
            return true;
        }
        seat.await(selector, need.interest);
        seats.note(seat, Phase.GREETING, false);
        if (need == Wire.Need.WORK) {
            seats.suspend(seat);
            workers.submit(seat.source, () -> work(seat));
        }
        return false;
    }

    /** On a thread of the workers. */
    private void work(Seat seat) {
        try {
            if (seat.channel.isOpen()) {
                seat.wire.work();
            }
        } catch (RuntimeException | StackOverflowError e) {
            seat.failed = true;
            service.report(e);
        }
        worked.add(seat);
        selector.wakeup();
    }

    /** The next open connection whose arithmetic is done; null when there is none. One whose arithmetic failed is ended. */
    @Nullable
    Seat worked() {
        for (Seat seat = worked.poll(); seat != null; seat = worked.poll()) {
            if (seat.failed) {
                seats.end(seat);
            } else if (seat.channel.isOpen()) {
                return seat;
            }
        }
        return null;
    }

    /** Whether the PROXY header, if there is one, is there in full. One that names no client leaves the connection to the proxy. */
    private boolean identify(Seat seat, Newcomer newcomer, ByteBuffer in) throws IOException {
        SocketChannel channel = newcomer.channel();
        if (channel.read(in.limit(ProxyHeaderParser.LONGEST).put(seat.kept())) < 0) {
            throw new EOFException("the proxy is gone");
        }
        Peer peer = Peer.plain(remote(channel));
        ProxyHeader header = ProxyHeaderParser.parse(in.flip());
        if (header instanceof ProxyHeader.Incomplete) {
            seat.keep(in);
            return false;
        }
        if (header instanceof ProxyHeader.Malformed malformed) {
            service.doorkeeper().malformed(peer.socket().getAddress(), malformed.reason());
            throw new IOException("a malformed PROXY header");
        }
        if (header instanceof ProxyHeader.Present present) {
            in.position(present.length());
            InetSocketAddress client = present.client();
            if (client != null) {
                attribute(seat, client.getAddress());
                peer = peer.standingFor(client);
            }
        }
        boolean begun = !seat.secure || in.hasRemaining();
        seat.identify(wire(newcomer, peer, copy(in)));
        return begun;
    }

    /** From now on the connection counts for its client, unless that speaks for many as well. */
    private void attribute(Seat seat, InetAddress client) {
        if (!service.doorkeeper().speaksForMany(client)) {
            seats.attribute(seat, Source.of(client));
        }
    }

    private Wire wire(Newcomer newcomer, Peer peer, ByteBuffer received) {
        Credentials credentials = newcomer.credentials();
        return credentials == null
                ? new PlainWire(newcomer.channel(), peer, received)
                : new SecureWire(newcomer.channel(), peer, credentials, records, received);
    }

    private static InetSocketAddress remote(SocketChannel channel) throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress remote) {
            return remote;
        }
        throw new IOException("a connection from nowhere");
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return bytes.hasRemaining()
                ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip()
                : NOTHING;
    }
}
