package dev.lineman.input.watch;

/** Receives hints from any thread, at any rate. Implementations are thread-safe and do not block the caller. */
@FunctionalInterface
public interface HintSink {
    /** Takes one hint. */
    void accept(Hint hint);
}
