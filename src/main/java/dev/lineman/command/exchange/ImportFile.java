package dev.lineman.command.exchange;

import dev.lineman.fs.FileContents;
import dev.lineman.fs.FileOperations;
import dev.lineman.workspace.CannotStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file to import, read once: it may be a pipe, such as the shell's {@code <(…)}. Immutable. */
public final class ImportFile {
    /** The largest file, in bytes. */
    private static final long MAX_BYTES = 32L << 20;

    private final String name;
    private final byte[] content;

    private ImportFile(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    /**
     * Reads a file.
     *
     * @throws CannotStartException if the file cannot be read, or is too large
     */
    public static ImportFile read(Path file) throws CannotStartException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CannotStartException(file + " is larger than 32 MiB; split it");
            }
            return new ImportFile(file.toString(), FileContents.read(file));
        } catch (IOException e) {
            throw new CannotStartException(file + " cannot be read: " + FileOperations.reason(e), e);
        }
    }

    /** Returns the name of the file in problems. */
    String name() {
        return name;
    }

    /** Returns the content. Do not change it. */
    byte[] content() {
        return content;
    }
}
