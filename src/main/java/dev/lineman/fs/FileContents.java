package dev.lineman.fs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whole files. */
public final class FileContents {
    /** The platform reads into a buffer as large as what it is asked for at one go, outside the heap. */
    private static final int BUFFER_SIZE = 256 << 10;

    private FileContents() {}

    /** What can be read of a file, or of a pipe, to its end. */
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
