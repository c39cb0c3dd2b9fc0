package dev.lineman.input.revision;

/** Git has no such commit for the root, or Git cannot be run. The message is for the user and says which. */
public final class NoSuchRevisionException extends Exception {
    NoSuchRevisionException(String message) {
        super(message);
    }
}
