package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.exchange.HttpExchange;
import dev.lineman.http.exchange.ProxyTrust;
import dev.lineman.http.exchange.RequestHandler;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Peer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Drives an {@link HttpConnection} without a socket: takes pieces of input and collects the output. */
public final class ConnectionDriver {
    public static final InetSocketAddress SOMEWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

    final List<Throwable> faults = new ArrayList<>();
    final List<HttpExchange> httpExchanges = new ArrayList<>();
    final HttpConnection connection;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final int outBytes;

    /** @param outBytes how many bytes the client takes at once */
    ConnectionDriver(HttpLimits limits, RequestHandler handler, int outBytes) {
        this.connection = new HttpConnection(
                new LoopContext(
                        new Endpoint(handler, httpExchanges::add, ProxyTrust.NO_PROXIES),
                        limits,
                        () -> NOW,
                        faults::add),
                Peer.plain(SOMEWHERE));
        this.connection.begin(Peer.plain(SOMEWHERE));
        this.outBytes = outBytes;
    }

    ConnectionDriver(RequestHandler handler) {
        this(HttpLimits.standard(), handler, 64 << 10);
    }

    ConnectionDriver send(String piece) {
        return send(piece.getBytes(ISO_8859_1));
    }

    ConnectionDriver send(byte[] piece) {
        ByteBuffer in = ByteBuffer.wrap(piece);
        do {
            connection.receive(in);
            drainOutput();
        } while (in.hasRemaining());
        return this;
    }

    ConnectionDriver expire() {
        connection.expire();
        drainOutput();
        return this;
    }

    ConnectionPhase phase() {
        return connection.phase();
    }

    String output() {
        return output.toString(ISO_8859_1);
    }

    private void drainOutput() {
        ByteBuffer out = ByteBuffer.allocate(outBytes);
        while (connection.phase() == ConnectionPhase.RESPONSE) {
            connection.fill(out.clear());
            // Like a socket that takes one byte less than offered, but at least one.
            int count = Math.max(Math.min(1, out.flip().remaining()), out.remaining() - 1);
            output.write(out.array(), 0, count);
            connection.sent(count);
        }
    }
}
