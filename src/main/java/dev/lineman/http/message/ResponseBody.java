package dev.lineman.http.message;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The content of a response. It is read in pieces, so a large file is never on the heap as a whole. An event
 * loop reads it and should wait for nothing slower than a disk. One response is read by one thread at a time; a
 * body that several responses share must be thread-safe.
 */
public interface ResponseBody {

    /** The length in bytes. It must not change after the first call, because the head announces it. */
    long length();

    /**
     * Copies at least one byte into the target.
     *
     * @param position where to begin, less than {@link #length()}
     * @return the number of bytes
     * @throws IOException if the bytes cannot be read; the connection then closes, because nothing else can
     *     tell the client
     */
    int read(long position, ByteBuffer target) throws IOException;

    /** Called once for each response with this body, after it was sent or given up. */
    default void close() {}

    /** A body of these bytes. The array must not change afterwards. */
    static ResponseBody of(byte[] bytes) {
        return new ResponseBody() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public int read(long position, ByteBuffer target) {
                int from = Math.toIntExact(position);
                int count = Math.min(bytes.length - from, target.remaining());
                target.put(bytes, from, count);
                return count;
            }
        };
    }

    /**
     * A part of this body. Closing the part closes the whole body.
     *
     * @param from the first byte of the part
     * @param length the length of the part, in bytes
     */
    default ResponseBody slice(long from, long length) {
        ResponseBody whole = this;
        return new ResponseBody() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public int read(long position, ByteBuffer target) throws IOException {
                int limit = target.limit();
                if (target.remaining() > length - position) {
                    target.limit(target.position() + (int) (length - position));
                }
                try {
                    return whole.read(from + position, target);
                } finally {
                    target.limit(limit);
                }
            }

            @Override
            public void close() {
                whole.close();
            }
        };
    }
}
