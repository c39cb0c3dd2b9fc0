package dev.lineman.fs;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Called before each operation that changes the file system. The product's does nothing; a test's may stop the
 * process, or throw, between any two operations.
 */
@FunctionalInterface
public interface FaultPoint {
    /** Lets everything happen. */
    FaultPoint NONE = (operation, file) -> {};

    /** What is about to be done to a file. */
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
     * An operation is about to happen.
     *
     * @throws IOException in place of the operation, as a full or failing disk would
     */
    void before(Operation operation, Path file) throws IOException;
}
