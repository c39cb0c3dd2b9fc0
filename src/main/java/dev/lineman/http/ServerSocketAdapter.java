package dev.lineman.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket that NanoHTTPD uses. It is backed by a channel, so that accepted connections can be
 * registered with a selector. It listens at its own address and ignores the one that {@link #bind} gets. Used
 * by the accepting thread; {@link #close} may come from another one.
 *
 * <p>Accepting continues until the socket is closed. One spare descriptor is kept. When the process has no
 * other left, a new connection gets it while the loops close connections, see {@link FileDescriptors}.
 */
final class ServerSocketAdapter extends ServerSocket {
    /**
     * Connections that the kernel queues. Ten thousand phones may connect at once after a power failure. With
     * the default of 50 the kernel drops them, and they retry after seconds.
     */
    private static final int BACKLOG = 4096;

    /**
     * The shortest time between two reports. A lasting failure comes back after each pause, a hundred times a second.
     */
    private static final long REPORT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The pause after a failure. */
    private static final long RETRY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final ServerContext context;

    /** An unconnected socket that only holds a descriptor; null while that descriptor is free for a connection. */
    private volatile @Nullable SocketChannel reserve;

    /**
     * Whether the last failure to accept had another cause than missing descriptors, and no connection was accepted
     * since.
     */
    private boolean failed;

    private boolean everReported;
    private long reportedAt;

    ServerSocketAdapter(InetSocketAddress address, ServerContext context) throws IOException {
        this.channel = ServerSocketChannel.open();
        this.address = address;
        this.context = context;
        refillReserve();
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, on);
        } catch (IOException e) {
            throw new SocketException(e.getMessage());
        }
    }

    /** Ignores the address from NanoHTTPD and binds to its own. */
    @Override
    public void bind(@Nullable SocketAddress ignored) throws IOException {
        channel.bind(address, BACKLOG);
    }

    /**
     * Waits for the next connection. Retries after a failure, because an exception would end the accepting
     * thread.
     *
     * @throws IOException if the socket is closed
     */
    @Override
    public Socket accept() throws IOException {
        while (true) {
            try {
                Socket accepted = channel.accept().socket();
                failed = false;
                refillReserve();
                return accepted;
            } catch (IOException | RuntimeException e) {
                if (!channel.isOpen()) {
                    throw new SocketException("closed");
                }
                if (!(e instanceof IOException && context.fileDescriptors().freeIfExhausted())) {
                    report(e);
                } else if (releaseReserve()) {
                    continue;
                }
                LockSupport.parkNanos(RETRY_PAUSE_NANOS);
            }
        }
    }

    /** Opens the spare socket if there is none. */
    private void refillReserve() {
        try {
            reserve = reserve == null ? SocketChannel.open() : reserve;
        } catch (IOException e) {
            // No descriptor is free now. The next connection tries again.
        }
    }

    /** Closes the spare socket, so that its descriptor is free. Returns whether there was one. */
    private boolean releaseReserve() {
        SocketChannel spent = reserve;
        reserve = null;
        if (spent != null) {
            close(spent);
        }
        return spent != null;
    }

    /**
     * Reports a failure to accept, but only if two come in a row: after a single one, a descriptor may be free
     * again.
     */
    private void report(Throwable fault) {
        boolean again = failed;
        failed = true;
        if (!again) {
            return;
        }
        long now = context.nanos().getAsLong();
        if (!everReported || now - reportedAt >= REPORT_INTERVAL_NANOS) {
            everReported = true;
            reportedAt = now;
            context.faults().accept(fault);
        }
    }

    @Override
    public int getLocalPort() {
        return channel.socket().getLocalPort();
    }

    @Override
    public InetAddress getInetAddress() {
        return channel.socket().getInetAddress();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        SocketChannel kept = reserve;
        channel.close();
        if (kept != null) {
            close(kept);
        }
    }

    private static void close(SocketChannel unused) {
        try {
            unused.close();
        } catch (IOException e) {
            // The socket was never connected, so there is nothing to lose.
        }
    }
}
