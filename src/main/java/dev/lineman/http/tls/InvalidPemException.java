package dev.lineman.http.tls;

/** A PEM file that cannot be used; the message says why and what to do, and repeats nothing of the file. */
public final class InvalidPemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final PemFileKind file;
    private final int line;

    InvalidPemException(PemFileKind file, int line, String message) {
        super(message);
        this.file = file;
        this.line = line;
    }

    public PemFileKind file() {
        return file;
    }

    /** Where in the file, counted from 1. */
    public int line() {
        return line;
    }
}
