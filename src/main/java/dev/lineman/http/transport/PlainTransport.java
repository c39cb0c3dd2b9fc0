package dev.lineman.http.transport;

import dev.lineman.http.message.Peer;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The bytes as they are. */
public final class PlainTransport implements Transport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final Peer peer;
    private ByteBuffer received;

    /** @param received what of the conversation has come already */
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

    @Override
    public void reset() throws IOException {
        try (channel) {
            // Else the kernel keeps offering the rest to a client that does not take it.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
