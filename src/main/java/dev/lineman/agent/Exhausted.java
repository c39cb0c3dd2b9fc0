package dev.lineman.agent;

/** What is to be made takes more memory or a deeper stack than there is. */
final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted(Error cause) {
        super(cause);
    }
}
