package dev.lineman.http;

import dev.lineman.http.exchange.ProxyTrust;
import dev.lineman.http.tls.TlsCredentials;
import fi.iki.elonen.NanoHTTPD;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections and passes each one to the event loop with the fewest connections. One per listening
 * address.
 *
 * <p>NanoHTTPD binds the port, accepts, and closes at the end. Its server socket and its runner are replaced.
 * Its {@code HTTPSession}, which needs one thread per connection, is never created.
 */
final class Acceptor extends NanoHTTPD {
    private final List<EventLoop> loops;
    private final ProxyTrust proxyTrust;
    private final @Nullable Supplier<TlsCredentials> credentials;
    private final ServerContext context;

    Acceptor(
            InetSocketAddress address,
            List<EventLoop> loops,
            ProxyTrust proxyTrust,
            @Nullable Supplier<TlsCredentials> credentials,
            ServerContext context) {
        super(address.getHostString(), address.getPort());
        this.loops = loops;
        this.proxyTrust = proxyTrust;
        this.credentials = credentials;
        this.context = context;
        setServerSocketFactory(() -> new ServerSocketAdapter(address, context));
        setAsyncRunner(new DirectRunner());
    }

    @Override
    protected ClientHandler createClientHandler(Socket socket, InputStream in) {
        return new ClientHandler(in, socket) {
            @Override
            public void run() {
                // This runs on the accepting thread, which does not read from the connection.
                boolean proxied = proxyTrust.isTrustedProxy(socket.getInetAddress());
                TlsCredentials current = credentials == null ? null : credentials.get();
                leastBusy().enqueue(new AcceptedConnection(socket.getChannel(), current, proxied));
                context.fileDescriptors().connectionAccepted();
            }
        };
    }

    /** The loop with the fewest connections, so that the load stays even. */
    private EventLoop leastBusy() {
        return Collections.min(loops, Comparator.comparingInt(EventLoop::load));
    }

    /**
     * Runs a handler directly on the accepting thread. It catches every failure, because an uncaught exception
     * would end that thread and the port would accept no more connections.
     */
    private final class DirectRunner implements AsyncRunner {
        @Override
        public void exec(ClientHandler handler) {
            try {
                handler.run();
            } catch (RuntimeException | StackOverflowError e) {
                handler.close();
                context.faults().accept(e);
            }
        }

        @Override
        public void closed(ClientHandler handler) {}

        @Override
        public void closeAll() {}
    }
}
