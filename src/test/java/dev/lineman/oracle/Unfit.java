package dev.lineman.oracle;

/** What the contract calls an error. */
@SuppressWarnings("serial")
final class Unfit extends RuntimeException {
    Unfit(String message) {
        super(message);
    }
}
