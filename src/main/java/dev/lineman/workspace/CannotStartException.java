package dev.lineman.workspace;

/**
 * The program cannot start with these settings or files. The message is for the person who started it: it names the
 * setting or file, and the correction.
 */
public final class CannotStartException extends Exception {
    private static final long serialVersionUID = 1;

    public CannotStartException(String message) {
        super(message);
    }

    public CannotStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
