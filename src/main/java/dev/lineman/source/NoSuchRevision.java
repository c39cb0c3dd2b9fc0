package dev.lineman.source;

/** Git has no such commit for the root, or cannot be asked. The message says which, for people. */
public final class NoSuchRevision extends Exception {
    NoSuchRevision(String message) {
        super(message);
    }
}
