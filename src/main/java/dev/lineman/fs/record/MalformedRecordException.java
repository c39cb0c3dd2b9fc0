package dev.lineman.fs.record;

import java.io.IOException;

/**
 * A record with a correct checksum has other content than its reader expects. The caller skips it or treats the
 * file as lost.
 */
public final class MalformedRecordException extends IOException {
    private static final long serialVersionUID = 1;

    public MalformedRecordException(String message) {
        super(message);
    }
}
