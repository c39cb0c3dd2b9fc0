package dev.lineman.publish;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/** Hashes large bodies beside the writing thread, and notes which are damaged. Thread-safe. */
final class Verification {
    private final Executor executor;
    private final Set<Body> demanded = new HashSet<>();
    private Set<Body> damaged = new HashSet<>();

    /** @param executor hashes one body after the other */
    Verification(Executor executor) {
        this.executor = executor;
    }

    /** Has a body hashed, unless that is going on. */
    void demand(Body body) {
        synchronized (this) {
            if (!demanded.add(body)) {
                return;
            }
        }
        executor.execute(() -> verify(body));
    }

    /** Whether damage was found that was not taken yet. */
    synchronized boolean hasFound() {
        return !damaged.isEmpty();
    }

    /** The bodies that turned out to be damaged since this was asked last. */
    synchronized Set<Body> takeDamaged() {
        Set<Body> taken = damaged;
        damaged = new HashSet<>();
        return taken;
    }

    private void verify(Body body) {
        boolean right = true;
        try {
            right = body.check();
        } catch (IOException e) {
            // The publisher was closed.
        } finally {
            synchronized (this) {
                demanded.remove(body);
                if (!right) {
                    damaged.add(body);
                }
            }
        }
    }
}
