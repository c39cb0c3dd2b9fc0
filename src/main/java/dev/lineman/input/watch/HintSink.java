package dev.lineman.input.watch;

/** Takes hints from any thread, at any rate, and never blocks the caller. */
@FunctionalInterface
public interface HintSink {
    void accept(Hint hint);
}
