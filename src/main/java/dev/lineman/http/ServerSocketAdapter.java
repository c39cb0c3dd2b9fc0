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
 * The listening socket, over a channel, so that what it accepts can be waited for by a selector. It listens where it was told
 * to, whatever address {@link #bind} is given.
 *
 * <p>Accepting goes on until it is closed. When the process has no file descriptor left, a connection gets one that is kept in
 * reserve for that, while others make room.
 */
final class ServerSocketAdapter extends ServerSocket {
    /** Ten thousand phones call within one scheduling delay; the default of 50 loses them for seconds. */
    private static final int BACKLOG = 4096;

    /** An exhausted process fails a hundred times a second; saying so now and then is enough. */
    private static final long REPORT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long RETRY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final ServerContext context;
    private volatile @Nullable SocketChannel reserve;
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

    @Override
    public void bind(@Nullable SocketAddress ignored) throws IOException {
        channel.bind(address, BACKLOG);
    }

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
                if (!(e instanceof IOException && context.fileDescriptors().exhausted())) {
                    report(e);
                } else if (releaseReserve()) {
                    continue;
                }
                LockSupport.parkNanos(RETRY_PAUSE_NANOS);
            }
        }
    }

    private void refillReserve() {
        try {
            reserve = reserve == null ? SocketChannel.open() : reserve;
        } catch (IOException e) {
            // There is none to spare now; the next connection may find one.
        }
    }

    private boolean releaseReserve() {
        SocketChannel spent = reserve;
        reserve = null;
        if (spent != null) {
            close(spent);
        }
        return spent != null;
    }

    /** One failure says little: a descriptor may have come back since. */
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
            // It never was connected.
        }
    }
}
