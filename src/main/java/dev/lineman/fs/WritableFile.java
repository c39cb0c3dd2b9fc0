package dev.lineman.fs;

import dev.lineman.fs.FaultPoint.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file that is open for writing at given positions. {@link FileOperations} opens it. Not thread-safe. */
public final class WritableFile implements AutoCloseable {
    /**
     * Bytes per write. Java copies each write to a direct buffer of the same size and keeps that buffer for the
     * thread.
     */
    private static final int MAX_WRITE = 256 << 10;

    private final FaultPoint faults;
    private final Path path;
    private final FileChannel channel;

    WritableFile(FaultPoint faults, Path path, FileChannel channel) {
        this.faults = faults;
        this.path = path;
        this.channel = channel;
    }

    /** The path that the file was opened with. */
    public Path path() {
        return path;
    }

    /** Returns the current size in bytes. */
    public long size() throws IOException {
        return channel.size();
    }

    /**
     * Writes all remaining bytes of a buffer.
     *
     * @param position the offset in the file, in bytes
     * @throws IOException if the disk fails or is full; some of the bytes may have been written
     */
    public void write(ByteBuffer bytes, long position) throws IOException {
        faults.before(Operation.WRITE, path);
        long at = position;
        int limit = bytes.limit();
        try {
            while (bytes.position() < limit) {
                bytes.limit(Math.min(limit, bytes.position() + MAX_WRITE));
                at += channel.write(bytes, at);
            }
        } finally {
            bytes.limit(limit);
        }
    }

    /** Shortens the file to a size in bytes; does nothing if it is shorter already. */
    public void truncate(long size) throws IOException {
        faults.before(Operation.TRUNCATE, path);
        channel.truncate(size);
    }

    /** Returns when all written bytes are on the disk (fsync(2) without metadata). */
    public void flush() throws IOException {
        faults.before(Operation.FLUSH, path);
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
