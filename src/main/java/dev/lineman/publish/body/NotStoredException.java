package dev.lineman.publish.body;

import dev.lineman.fs.FileOperations;
import java.io.IOException;

/** A large content could not be stored, most likely because the disk is full. The publication goes on without it. */
public final class NotStoredException extends IOException {
    private static final long serialVersionUID = 1;

    /** Wraps the disk's error; the message is its reason in plain words. */
    public NotStoredException(IOException reason) {
        super(FileOperations.reason(reason), reason);
    }
}
