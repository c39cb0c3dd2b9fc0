package dev.lineman.watch;

/** Takes hints from any thread, at any rate, and never blocks the caller. */
@FunctionalInterface
public interface Bell {
    void ring(Hint hint);
}
