package dev.lineman.http;

import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.tls.TlsCredentials;
import dev.lineman.http.transport.TlsWorkers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server for HTTP/1.0 and HTTP/1.1, plain or over TLS. It listens at one or more addresses and passes
 * requests to an {@link Endpoint}, within {@link HttpLimits}. One thread per address accepts, and a few event
 * loops serve all connections. Thread-safe after construction; open the addresses from one thread.
 */
public final class Listener implements AutoCloseable {
    private final HttpLimits limits;
    private final Endpoint endpoint;
    private final ServerContext context;
    private final List<EventLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Acceptor> acceptors = new ArrayList<>();

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
        this.endpoint = endpoint;
        this.context = context;
        int number = Math.min(limits.loops(), limits.connections());
        this.workers = new TlsWorkers("tls-" + name, number);
        for (int i = 0; i < number; i++) {
            LoopContext loopContext = new LoopContext(endpoint, limits, context.clock(), context.faults());
            loops.add(new EventLoop(loopContext, workers, context.nanos(), number));
        }
        context.fileDescriptors().add(loops);
        for (EventLoop loop : loops) {
            Thread thread = new Thread(loop, name + '-' + threads.size());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
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
        Acceptor acceptor = new Acceptor(address, List.copyOf(loops), endpoint.proxyTrust(), credentials, context);
        try {
            acceptor.start(0, true);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + HostAndPort.text(address.getHostString(), address.getPort()) + ": "
                            + e.getMessage(),
                    e);
        }
        acceptors.add(acceptor);
        return acceptor.getListeningPort();
    }

    /** The port of the first address. */
    public int port() {
        return acceptors.get(0).getListeningPort();
    }

    /**
     * Closes the ports, finishes the responses that are being sent within {@link HttpLimits#stopTimeout}, and
     * closes all connections. Waits for the loops to end.
     */
    @Override
    public void close() {
        acceptors.forEach(Acceptor::stop);
        loops.forEach(EventLoop::stop);
        long stopMillis = limits.stopTimeout().toMillis() + TimeUnit.SECONDS.toMillis(1);
        try {
            for (Thread thread : threads) {
                thread.join(stopMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            workers.close();
            context.fileDescriptors().remove(loops);
        }
    }
}
