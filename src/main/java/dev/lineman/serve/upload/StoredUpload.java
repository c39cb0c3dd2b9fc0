package dev.lineman.serve.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A stored upload that is open for reading. It stays as it is when a new upload replaces it. For one thread at a time. */
public final class StoredUpload implements AutoCloseable {
    private final SeekableByteChannel channel;
    private final long length;
    private final Runnable onClose;
    private boolean closed;

    /** @param onClose runs once, after the file is closed */
    StoredUpload(SeekableByteChannel channel, Runnable onClose) throws IOException {
        this.channel = channel;
        this.length = channel.size();
        this.onClose = onClose;
    }

    /** The length in bytes. */
    public long length() {
        return length;
    }

    /** Copies bytes from a position into the target, and returns how many; negative at the end. */
    public int read(long position, ByteBuffer target) throws IOException {
        return channel.position(position).read(target);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written.
        }
        onClose.run();
    }
}
