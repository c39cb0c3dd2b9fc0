package dev.lineman.zerotouch.tftp;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads the content of a transfer once, from its start to its end. For netascii, a line feed becomes CR LF, and a
 * carriage return becomes CR NUL (RFC 764). Not thread-safe.
 */
final class BlockReader {
    /** Bytes that are read at once for the conversion. */
    private static final int CHUNK_SIZE = 4096;

    private static final int NONE = -1;

    private final ReadableContent content;
    private final long length;
    private final boolean netascii;

    /** Bytes of the content that are read but not converted. */
    private final ByteBuffer chunk;

    private long position;

    /** The second byte of a converted pair that did not fit into the last block. */
    private int pending = NONE;

    /** Content that can be read at any position. */
    @FunctionalInterface
    interface ReadableContent {
        /**
         * Reads bytes into a buffer.
         *
         * @return their number; 0 or less at the end
         */
        int read(long position, ByteBuffer target) throws IOException;
    }

    BlockReader(ReadableContent content, long length, boolean netascii) {
        this.content = content;
        this.length = length;
        this.netascii = netascii;
        this.chunk = ByteBuffer.allocate(netascii ? CHUNK_SIZE : 0).flip();
    }

    /**
     * Fills a buffer. Bytes remain free at the end of the content only.
     *
     * @throws IOException if the content cannot be read
     */
    void fill(ByteBuffer target) throws IOException {
        if (netascii) {
            fillConverted(target);
        } else {
            read(target);
        }
    }

    private void read(ByteBuffer target) throws IOException {
        int limit = target.limit();
        target.limit((int) Math.min(limit, target.position() + length - position));
        while (target.hasRemaining()) {
            int count = content.read(position, target);
            if (count <= 0) {
                throw new IOException("the content is shorter than its length");
            }
            position += count;
        }
        target.limit(limit);
    }

    private void fillConverted(ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (pending != NONE) {
                target.put((byte) pending);
                pending = NONE;
                continue;
            }
            if (!chunk.hasRemaining()) {
                chunk.clear();
                read(chunk);
                chunk.flip();
            }
            if (!chunk.hasRemaining()) {
                return;
            }
            byte next = chunk.get();
            switch (next) {
                case '\n' -> {
                    target.put((byte) '\r');
                    pending = '\n';
                }
                case '\r' -> {
                    target.put((byte) '\r');
                    pending = 0;
                }
                default -> target.put(next);
            }
        }
    }
}
