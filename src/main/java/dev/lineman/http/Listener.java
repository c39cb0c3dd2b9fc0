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
 * Listens at an address and has its {@link Endpoint} answer what is asked there, over HTTP/1.0 and 1.1, within {@link HttpLimits}.
 * One thread accepts, a few serve all connections. Thread-safe.
 */
public final class Listener implements AutoCloseable {
    private final HttpLimits limits;
    private final Endpoint endpoint;
    private final ServerContext context;
    private final List<EventLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final TlsWorkers workers;

    /**
     * A listener that has no port yet: {@link #listenPlain} and {@link #listenTls} open them.
     *
     * @param name that its threads bear
     * @param endpoint who answers, who is told, and who knows the proxies
     * @throws IOException if the system lacks what that takes
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
     * Listens at an address, over plain HTTP; when it returns, clients can connect. All limits hold for all addresses together.
     *
     * @param address port 0 takes a free one
     * @return the port it listens on
     * @throws IOException if nothing can listen there; the message says where and why
     */
    public int listenPlain(InetSocketAddress address) throws IOException {
        return listen(address, null);
    }

    /**
     * The same over TLS.
     *
     * @param credentials is asked at each new connection, and must not block
     * @return the port it listens on
     * @throws IOException if nothing can listen there; the message says where and why
     */
    public int listenTls(InetSocketAddress address, Supplier<TlsCredentials> credentials) throws IOException {
        return listen(address, credentials);
    }

    private int listen(InetSocketAddress address, @Nullable Supplier<TlsCredentials> credentials) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("cannot listen on " + address.getHostString() + ": no such host");
        }
        Acceptor acceptor =
                new Acceptor(address, List.copyOf(loops), endpoint.connectionFilter(), credentials, context);
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

    /** The port it first listened on. */
    public int port() {
        return acceptors.get(0).getListeningPort();
    }

    /** Stops to listen, finishes the answers in hand within the limit, and ends every connection. */
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
