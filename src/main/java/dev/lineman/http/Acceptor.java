package dev.lineman.http;

import dev.lineman.http.exchange.ConnectionFilter;
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
 * NanoHTTPD with its parts replaced: it accepts connections and hands each to the least busy loop. Its own
 * {@code HTTPSession}, one thread a connection, is never made.
 */
final class Acceptor extends NanoHTTPD {
    private final List<EventLoop> loops;
    private final ConnectionFilter connectionFilter;
    private final @Nullable Supplier<TlsCredentials> credentials;
    private final ServerContext context;

    Acceptor(
            InetSocketAddress address,
            List<EventLoop> loops,
            ConnectionFilter connectionFilter,
            @Nullable Supplier<TlsCredentials> credentials,
            ServerContext context) {
        super(address.getHostString(), address.getPort());
        this.loops = loops;
        this.connectionFilter = connectionFilter;
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
                boolean proxied = connectionFilter.isTrustedProxy(socket.getInetAddress());
                TlsCredentials current = credentials == null ? null : credentials.get();
                leastBusy().enqueue(new AcceptedConnection(socket.getChannel(), current, proxied));
                context.fileDescriptors().connectionAccepted();
            }
        };
    }

    private EventLoop leastBusy() {
        return Collections.min(loops, Comparator.comparingInt(EventLoop::load));
    }

    /** Runs a guest at once, on the accepting thread, which an exception would end for good. */
    private final class DirectRunner implements AsyncRunner {
        @Override
        public void exec(ClientHandler guest) {
            try {
                guest.run();
            } catch (RuntimeException | StackOverflowError e) {
                guest.close();
                context.faults().accept(e);
            }
        }

        @Override
        public void closed(ClientHandler guest) {}

        @Override
        public void closeAll() {}
    }
}
