package dev.lineman.http.message;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The content of an answer, read in pieces wherever the connection stands, so that no large file is ever on the heap.
 * Reading is done on a serving thread and should not wait for anything slower than a disk. One answer is read by one thread
 * at a time; a body that several answers share is read by several.
 */
public interface ResponseBody {

    /** How many bytes there are: fixed from the first call on, since the head has announced it. */
    long length();

    /**
     * Puts some bytes, at least one, into the target.
     *
     * @param position where to begin, less than {@link #length()}
     * @return how many bytes were put
     * @throws IOException if they cannot be had: the connection ends, since nothing else can tell the client
     */
    int read(long position, ByteBuffer target) throws IOException;

    /** Called once for each answer with this body, when that answer is sent or given up. */
    default void close() {}

    /** The bytes of an array, which must not change any more. */
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

    /** A part of this body; closing it closes the whole. */
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
