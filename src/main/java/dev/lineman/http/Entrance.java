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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket, over a channel, so that what it accepts can be waited for by a selector. It listens where it was told
 * to, whatever address {@link #bind} is given.
 *
 * <p>Accepting goes on until it is closed: when the process has no file descriptor left, whoever can be spared is asked to
 * make room, and the next attempt waits a moment.
 */
final class Entrance extends ServerSocket {
    /** Ten thousand phones call within one scheduling delay; the default of 50 loses them for seconds. */
    private static final int BACKLOG = 4096;

    /** An exhausted process fails a hundred times a second; saying so now and then is enough. */
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final Runnable makeRoom;
    private final LongSupplier nanos;
    private final Consumer<Throwable> faults;
    private boolean troubled;
    private long reported;

    Entrance(InetSocketAddress address, Runnable makeRoom, LongSupplier nanos, Consumer<Throwable> faults)
            throws IOException {
        this.channel = ServerSocketChannel.open();
        this.address = address;
        this.makeRoom = makeRoom;
        this.nanos = nanos;
        this.faults = faults;
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
                return channel.accept().socket();
            } catch (IOException | RuntimeException | Error e) {
                if (!channel.isOpen()) {
                    throw new SocketException("closed");
                }
                report(e);
                if (e instanceof IOException) {
                    makeRoom.run();
                }
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private void report(Throwable fault) {
        long now = nanos.getAsLong();
        if (!troubled || now - reported >= SILENCE) {
            troubled = true;
            reported = now;
            faults.accept(fault);
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
        channel.close();
    }
}
