package dev.lineman.input.revision;

/** Git has no such commit for the root, or cannot be asked. The message says which, for people. */
public final class NoSuchRevisionException extends Exception {
    NoSuchRevisionException(String message) {
        super(message);
    }
}
