package dev.lineman.http;

import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.tls.TlsCredentials;
import dev.lineman.http.transport.TlsWorkers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server for HTTP/1.0 and HTTP/1.1, plain or over TLS. It listens at one or more addresses and passes
 * requests to an {@link Endpoint}, within {@link HttpLimits}. A few event loops, with one thread each, accept and
 * serve all connections. Thread-safe after construction; open the addresses from one thread.
 */
public final class Listener implements AutoCloseable {
    private final HttpLimits limits;
    private final ServerContext context;
    private final List<EventLoop> loops = new ArrayList<>();
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final ListeningSockets listeningSockets;
    private final List<ServerSocketChannel> sockets = new ArrayList<>();

    private int port;

    /** Run the costly parts of TLS handshakes for all loops. */
    private final TlsWorkers workers;

    /**
     * Starts the loops, without an address. Then call {@link #listenPlain} or {@link #listenTls}.
     *
     * @param name the prefix of its threads' names
     * @param limits the limits for all addresses together
     * @param endpoint handles the requests and knows the trusted proxies
     * @param context the clocks and file descriptors of the process
     * @throws IOException if the system cannot open a selector
     */
    public Listener(String name, HttpLimits limits, Endpoint endpoint, ServerContext context) throws IOException {
        this.limits = limits;
        this.context = context;
        int number = Math.min(limits.loops(), limits.connections());
        this.workers = new TlsWorkers("tls-" + name, number);
        this.listeningSockets = new ListeningSockets(number, limits.connections(), ListeningSockets.systemLimit());
        for (int i = 0; i < number; i++) {
            LoopContext loopContext = new LoopContext(endpoint, limits, context.clock(), context.faults());
            loops.add(new EventLoop(loopContext, workers, context, number, this::load));
        }
        context.fileDescriptors().add(loops);
        for (EventLoop loop : loops) {
            acceptors.add(new Acceptor(loop, name + '-' + acceptors.size()));
        }
    }

    /** The connections of all loops. */
    private int load() {
        int sum = 0;
        for (EventLoop loop : loops) {
            sum += loop.load();
        }
        return sum;
    }

    /**
     * Listens at an address for plain HTTP. When it returns, clients can connect.
     *
     * @param address port 0 takes a free port
     * @return the port
     * @throws IOException if the address cannot be used; the message names the address and the cause
     */
    public int listenPlain(InetSocketAddress address) throws IOException {
        return listen(address, null);
    }

    /**
     * Listens at an address for HTTP over TLS. When it returns, clients can connect.
     *
     * @param address port 0 takes a free port
     * @param credentials called for each new connection, so that a reload takes effect; must not block
     * @return the port
     * @throws IOException if the address cannot be used; the message names the address and the cause
     */
    public int listenTls(InetSocketAddress address, Supplier<TlsCredentials> credentials) throws IOException {
        return listen(address, credentials);
    }

    private int listen(InetSocketAddress address, @Nullable Supplier<TlsCredentials> credentials) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("cannot listen on " + address.getHostString() + ": no such host");
        }
        List<ServerSocketChannel> bound;
        try {
            bound = listeningSockets.bind(address);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + HostAndPort.text(address.getHostString(), address.getPort()) + ": "
                            + e.getMessage(),
                    e);
        }
        sockets.addAll(bound);
        for (EventLoop loop : loops) {
            for (ServerSocketChannel socket : bound) {
                loop.listen(new ConnectionAcceptor.ListeningSocket(socket, credentials));
            }
        }
        int boundPort = bound.get(0).socket().getLocalPort();
        port = port == 0 ? boundPort : port;
        return boundPort;
    }

    /** Warns if the system queues fewer new connections than the limits allow. */
    public void checkQueue(Consumer<String> warnings) {
        String shortage = listeningSockets.shortage();
        if (shortage != null) {
            warnings.accept(shortage);
        }
    }

    /** The port of the first address. */
    public int port() {
        return port;
    }

    /**
     * Closes the ports, finishes the responses that are being sent within {@link HttpLimits#stopTimeout}, and
     * closes all connections. Waits for the loops to end.
     */
    @Override
    public void close() {
        ListeningSockets.close(sockets);
        loops.forEach(EventLoop::stop);
        long stopMillis = limits.stopTimeout().toMillis() + TimeUnit.SECONDS.toMillis(1);
        try {
            for (Acceptor acceptor : acceptors) {
                acceptor.awaitEnd(stopMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            workers.close();
            context.fileDescriptors().remove(loops);
        }
    }
}
