package dev.lineman.cycle;

/** What is to be made takes more memory than there is. */
public final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Exhausted(OutOfMemoryError cause) {
        super(cause);
    }
}
