package dev.lineman.http.tls;

/**
 * A PEM file that cannot be used. The message says what is wrong and what to do. It contains nothing of the
 * file, because that could be a private key.
 */
public final class InvalidPemException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Which of the configured files. */
    private final PemFileKind file;

    private final int line;

    /** @param line where in the file, counted from 1 */
    InvalidPemException(PemFileKind file, int line, String message) {
        super(message);
        this.file = file;
        this.line = line;
    }

    /** Which file of the TLS port it is. */
    public PemFileKind file() {
        return file;
    }

    /** The line in the file, counted from 1. */
    public int line() {
        return line;
    }
}
