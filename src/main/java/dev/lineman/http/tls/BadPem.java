package dev.lineman.http.tls;

/** A PEM file that cannot be used; the message says why and what to do, and repeats nothing of the file. */
public final class BadPem extends Exception {
    private static final long serialVersionUID = 1L;

    private final PemFile file;
    private final int line;

    BadPem(PemFile file, int line, String message) {
        super(message);
        this.file = file;
        this.line = line;
    }

    public PemFile file() {
        return file;
    }

    /** Where in the file, counted from 1. */
    public int line() {
        return line;
    }
}
