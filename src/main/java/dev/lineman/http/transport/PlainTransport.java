package dev.lineman.http.transport;

import dev.lineman.http.message.Peer;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Carries the bytes without TLS. Used by the loop's thread. */
public final class PlainTransport implements Transport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final Peer peer;

    /** Bytes that were read together with a PROXY header; they are delivered first. */
    private ByteBuffer received;

    /** @param received bytes of the connection that were read already */
    public PlainTransport(SocketChannel channel, Peer peer, ByteBuffer received) {
        this.channel = channel;
        this.peer = peer;
        this.received = received;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public int read(ByteBuffer in) throws IOException {
        if (received.hasRemaining()) {
            int count = received.remaining();
            in.put(received);
            received = NOTHING;
            return count;
        }
        return channel.read(in);
    }

    @Override
    public int write(ByteBuffer out) throws IOException {
        return channel.write(out);
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public int retainedBytes() {
        return received.capacity();
    }

    /**
     * Closes with a reset: SO_LINGER 0 discards unsent bytes. Otherwise the kernel would keep offering them to
     * a client that does not read.
     */
    @Override
    public void reset() throws IOException {
        try (channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
