package dev.lineman.fs.record;

import java.io.IOException;

/** A record does not hold what its reader expects. */
public final class MalformedRecordException extends IOException {
    private static final long serialVersionUID = 1;

    public MalformedRecordException(String message) {
        super(message);
    }
}
