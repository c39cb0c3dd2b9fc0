package dev.lineman.fs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads whole files. Stateless. */
public final class FileContents {
    /** Bytes per read. Java reads through a direct buffer as large as the request and keeps it for the thread. */
    private static final int BUFFER_SIZE = 256 << 10;

    private FileContents() {}

    /**
     * Reads a file to its end. It does not trust the size that the file system reports, because a pipe such as
     * the shell's {@code <(…)} reports 0.
     *
     * @throws IOException if the file cannot be opened or read
     */
    public static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] piece = new byte[BUFFER_SIZE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                bytes.write(piece, 0, count);
            }
            return bytes.toByteArray();
        }
    }
}
