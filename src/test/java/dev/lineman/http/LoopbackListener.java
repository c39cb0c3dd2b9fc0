package dev.lineman.http;

import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.message.HttpLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Opens a listener for plain HTTP on the loopback address, for tests. */
public final class LoopbackListener {
    private LoopbackListener() {}

    /** Listens on a free port. */
    public static Listener open(HttpLimits limits, Endpoint endpoint, ServerContext context) throws IOException {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), limits, endpoint, context);
    }

    static Listener open(InetSocketAddress address, HttpLimits limits, Endpoint endpoint, ServerContext context)
            throws IOException {
        Listener listener = new Listener("http-" + address.getPort(), limits, endpoint, context);
        try {
            listener.listenPlain(address);
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    static ServerContext context(LongSupplier nanos, Consumer<Throwable> faults) {
        return context(nanos, InstantSource.system(), faults);
    }

    /** The context of a process that never runs out of file descriptors. */
    public static ServerContext context(LongSupplier nanos, InstantSource clock, Consumer<Throwable> faults) {
        return new ServerContext(nanos, clock, faults, new FileDescriptors(nanos, warning -> {}));
    }

    /** A copy of the limits with another number of loops. */
    static HttpLimits withLoops(HttpLimits limits, int loops) {
        return new HttpLimits(
                limits.connections(),
                limits.tlsConnections(),
                loops,
                limits.headBytes(),
                limits.headFields(),
                limits.bodyBytes(),
                limits.retainedBytes(),
                limits.headTimeout(),
                limits.idleTimeout(),
                limits.writeTimeout(),
                limits.lingerTimeout(),
                limits.stopTimeout());
    }
}
