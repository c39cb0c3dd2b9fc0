package dev.lineman.workspace;

/** Why a start cannot go on; the message is for the person who started it. */
public final class CannotStartException extends Exception {
    private static final long serialVersionUID = 1;

    public CannotStartException(String message) {
        super(message);
    }

    public CannotStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
