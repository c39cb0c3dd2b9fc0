package dev.lineman.publish.body;

import dev.lineman.fs.FileOperations;
import java.io.IOException;

/** One large content could not be stored, most likely since the disk has no room for it. All else goes on. */
public final class NotStoredException extends IOException {
    private static final long serialVersionUID = 1;

    public NotStoredException(IOException reason) {
        super(FileOperations.reason(reason), reason);
    }
}
