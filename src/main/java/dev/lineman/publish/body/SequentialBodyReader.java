package dev.lineman.publish.body;

import dev.lineman.fs.WritableFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads bodies one after the other, with one read for many that lie in a row. For one thread. */
public final class SequentialBodyReader {
    /** The most that one look shows. */
    static final int MAX_READ = 256 << 10;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_READ);
    private @Nullable BodyFile file;
    private long start;
    private long lastEnd;

    /**
     * A piece of a sound body.
     *
     * @param from where in the body it begins
     * @return up to {@link #MAX_READ} bytes, good until the next look
     * @throws StoredBody.DamagedBodyException when the body is not what was published
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
            // Beyond the end lies what an abandoned edition left, and what the next one overwrites.
            long ahead = Math.min(MAX_READ, body.file().end() - at);
            fill(body.file(), at, sequence ? (int) Math.max(ahead, length) : length, length);
        }
        lastEnd = at + length;
        return buffer.slice((int) (at - start), length);
    }

    private void fill(BodyFile from, long at, int wish, int need) throws IOException {
        file = null;
        buffer.clear().limit(wish);
        while (buffer.position() < need) {
            if (from.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException(from.path() + " ends within a body");
            }
        }
        buffer.flip();
        start = at;
        file = from;
    }
}
