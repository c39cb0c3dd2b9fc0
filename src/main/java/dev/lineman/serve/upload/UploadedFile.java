package dev.lineman.serve.upload;

import java.time.Instant;

/**
 * A stored upload. Immutable.
 *
 * @param name the name below the folder of the phone
 * @param size in bytes
 * @param received when the upload was complete
 */
public record UploadedFile(String name, long size, Instant received) {
    /** What the file is. */
    public UploadKind kind() {
        return UploadName.storedKind(name);
    }
}
