package dev.lineman.agent;

/** What is to be made takes more memory than there is. */
final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted(OutOfMemoryError cause) {
        super(cause);
    }
}
