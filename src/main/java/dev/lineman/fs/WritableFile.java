package dev.lineman.fs;

import dev.lineman.fs.FaultPoint.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file that is open for writing at given places. For one thread at a time. */
public final class WritableFile implements AutoCloseable {
    /** The platform writes from a buffer as large as what it is given at one go, outside the heap. */
    private static final int MAX_WRITE = 256 << 10;

    private final FaultPoint faults;
    private final Path path;
    private final FileChannel channel;

    WritableFile(FaultPoint faults, Path path, FileChannel channel) {
        this.faults = faults;
        this.path = path;
        this.channel = channel;
    }

    public Path path() {
        return path;
    }

    /** Bytes that the file has now. */
    public long size() throws IOException {
        return channel.size();
    }

    /** Writes all that remains of the bytes, from a position on. */
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

    /** Cuts the file at a size, when it is longer. */
    public void truncate(long size) throws IOException {
        faults.before(Operation.TRUNCATE, path);
        channel.truncate(size);
    }

    /** Returns when everything written lies on the disk. */
    public void flush() throws IOException {
        faults.before(Operation.FLUSH, path);
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
