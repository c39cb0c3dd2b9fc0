package dev.lineman.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Whole files. */
public final class Contents {
    /** The platform reads into a buffer as large as what it is asked for at one go, outside the heap. */
    private static final int PIECE = 256 << 10;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Contents() {}

    /**
     * What a file holds, read in pieces.
     *
     * @throws IOException when it cannot be read, is cut meanwhile, or is larger than an array can be
     */
    public static byte[] of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > LARGEST_ARRAY) {
                throw new IOException(file + " is larger than 2 GiB");
            }
            byte[] bytes = new byte[(int) size];
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.position() < bytes.length) {
                buffer.limit(Math.min(bytes.length, buffer.position() + PIECE));
                if (channel.read(buffer) < 0) {
                    throw new EOFException(file + " is shorter than it was");
                }
            }
            return bytes;
        }
    }
}
