package dev.lineman.crew;

import java.util.concurrent.Executor;

/**
 * Work that nobody waits for.
 *
 * @param executor does it in another thread
 * @param ready is told when some of it is done
 */
public record Background(Executor executor, Runnable ready) {
    /** Work that is waited for: in a command, there is nothing to do meanwhile. */
    public static final Background NONE = new Background(Runnable::run, () -> {});
}
