package dev.lineman.publish.body;

import dev.lineman.fs.WritableFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies one after the other. One disk read serves many small bodies that follow each other in a pack.
 * {@link dev.lineman.publish.mirror.MirrorUpdate} copies bodies with it. For one thread.
 */
public final class SequentialBodyReader {
    /** The most bytes that one read returns. */
    static final int MAX_READ = 256 << 10;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_READ);
    /** The file that the buffer was filled from; null if the buffer is empty. */
    private @Nullable BodyFile file;
    /** The position in the file of the first byte in the buffer. */
    private long start;
    /** The end of the last read; a read that begins here is sequential. */
    private long lastEnd;

    /**
     * Returns a part of a body.
     *
     * @param from in bytes, from the start of the body
     * @return up to {@link #MAX_READ} bytes, valid until the next read
     * @throws StoredBody.DamagedBodyException if the body is not the published one
     */
    public ByteBuffer read(StoredBody body, long from) throws IOException {
        if (!body.verify()) {
            throw new StoredBody.DamagedBodyException(body.digest());
        }
        return readUnverified(body, from);
    }

    /** Writes a whole body into a file. */
    public void copy(StoredBody body, WritableFile file) throws IOException {
        for (long at = 0; at < body.length(); ) {
            ByteBuffer piece = read(body, at);
            int bytes = piece.remaining();
            file.write(piece, at);
            at += bytes;
        }
    }

    private ByteBuffer readUnverified(StoredBody body, long from) throws IOException {
        int length = (int) Math.min(MAX_READ, body.length() - from);
        long at = body.position() + from;
        if (!body.file().equals(file) || at < start || at + length > start + buffer.limit()) {
            boolean sequence = body.file().equals(file) && at == lastEnd;
            // Bytes after the end belong to a rolled back transaction, and the next one overwrites them.
            long ahead = Math.min(MAX_READ, body.file().end() - at);
            fill(body.file(), at, sequence ? (int) Math.max(ahead, length) : length, length);
        }
        lastEnd = at + length;
        return buffer.slice((int) (at - start), length);
    }

    /** Fills the buffer with up to {@code preferred} bytes, at least {@code required}. */
    private void fill(BodyFile from, long at, int preferred, int required) throws IOException {
        file = null;
        buffer.clear().limit(preferred);
        while (buffer.position() < required) {
            if (from.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException(from.path() + " ends within a body");
            }
        }
        buffer.flip();
        start = at;
        file = from;
    }
}
