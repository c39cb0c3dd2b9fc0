package dev.lineman.http;

import dev.lineman.http.tls.Credentials;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Makes the connections of a loop from accepted sockets. A trusted proxy may say first, in a {@link ProxyHeader}, for which
 * client a connection is: then it is the client's, before TLS and in every limit. Used by the loop's thread.
 */
final class ConnectionFactory {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Service service;
    private final Seats seats;
    private final ByteBuffer records;

    /** @param records a buffer for TLS records, see {@link SecureWire} */
    ConnectionFactory(Service service, Seats seats, ByteBuffer records) {
        this.service = service;
        this.seats = seats;
        this.records = records;
    }

    Seat seat(Newcomer newcomer) throws IOException {
        SocketChannel channel = newcomer.channel();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Peer peer = Peer.plain(remote(channel));
        Object source = newcomer.proxied() ? newcomer : Source.of(peer.address().getAddress());
        return new Seat(newcomer, wire(newcomer, peer, NOTHING), new Connection(service, peer), source);
    }

    /**
     * Goes on with reading the header of a connection from a trusted proxy. A header that names no client, as of the proxy's own
     * checks, leaves the connection to the proxy.
     *
     * @param in an empty buffer of at least {@link ProxyHeaderParser#LONGEST} bytes
     * @return whether the conversation can go on; else more bytes are needed first
     * @throws IOException if the connection is to be closed
     */
    boolean identify(Seat seat, Newcomer newcomer, ByteBuffer in) throws IOException {
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
        // Before the client has said a word, nothing is made for TLS.
        boolean begun = !seat.secure || in.hasRemaining();
        seat.identify(wire(newcomer, peer, copy(in)));
        return begun;
    }

    /** From now on the connection counts for its client, unless that speaks for many as well. */
    private void attribute(Seat seat, InetAddress client) throws IOException {
        if (!service.doorkeeper().admits(client)) {
            throw new IOException("a client that may not connect");
        }
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
