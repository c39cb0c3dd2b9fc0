package dev.lineman.fs;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A hook that {@link FileOperations} calls before each operation that changes the file system. In production it
 * does nothing. Tests use it to stop the process, or to fail as a full disk does, between any two operations.
 * Called from the thread of the operation; an implementation for several threads must be thread-safe.
 */
@FunctionalInterface
public interface FaultPoint {
    /** Does nothing: every operation happens. */
    FaultPoint NONE = (operation, file) -> {};

    /** The kind of an operation. */
    enum Operation {
        CREATE,
        OPEN,
        WRITE,
        TRUNCATE,
        FLUSH,
        RENAME,
        DELETE,
        CREATE_FOLDER,
        SET_MODE
    }

    /**
     * Runs before an operation.
     *
     * @param file the file or folder that the operation changes
     * @throws IOException to fail the operation, as a full or failing disk would
     */
    void before(Operation operation, Path file) throws IOException;
}
