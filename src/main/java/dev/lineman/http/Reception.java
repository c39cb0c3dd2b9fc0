package dev.lineman.http;

import dev.lineman.http.tls.Credentials;
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
final class Reception extends NanoHTTPD {
    private final List<Loop> loops;
    private final Doorkeeper doorkeeper;
    private final @Nullable Supplier<Credentials> credentials;
    private final ServerContext context;

    Reception(
            InetSocketAddress address,
            List<Loop> loops,
            Doorkeeper doorkeeper,
            @Nullable Supplier<Credentials> credentials,
            ServerContext context) {
        super(address.getHostString(), address.getPort());
        this.loops = loops;
        this.doorkeeper = doorkeeper;
        this.credentials = credentials;
        this.context = context;
        setServerSocketFactory(() -> new Entrance(address, context));
        setAsyncRunner(new Handover());
    }

    @Override
    protected ClientHandler createClientHandler(Socket socket, InputStream in) {
        return new ClientHandler(in, socket) {
            @Override
            public void run() {
                boolean proxied = doorkeeper.speaksForMany(socket.getInetAddress());
                Credentials current = credentials == null ? null : credentials.get();
                leastBusy().admit(new Newcomer(socket.getChannel(), current, proxied));
                context.descriptors().taken();
            }
        };
    }

    private Loop leastBusy() {
        return Collections.min(loops, Comparator.comparingInt(Loop::load));
    }

    /** Runs a guest at once, on the accepting thread, which an exception would end for good. */
    private final class Handover implements AsyncRunner {
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
