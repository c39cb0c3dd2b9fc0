package dev.lineman.publish.body;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/** Hashes large bodies beside the writing thread, and notes which are damaged. Thread-safe. */
public final class BodyVerification {
    private final Executor executor;
    private final Set<StoredBody> requested = new HashSet<>();
    private Set<StoredBody> damaged = new HashSet<>();

    /** @param executor hashes one body after the other */
    public BodyVerification(Executor executor) {
        this.executor = executor;
    }

    /** Has a body hashed, unless that is going on. */
    public void request(StoredBody body) {
        synchronized (this) {
            if (!requested.add(body)) {
                return;
            }
        }
        executor.execute(() -> verify(body));
    }

    /** Whether damage was found that was not taken yet. */
    public synchronized boolean hasDamaged() {
        return !damaged.isEmpty();
    }

    /** The bodies that turned out to be damaged since this was asked last. */
    public synchronized Set<StoredBody> takeDamaged() {
        Set<StoredBody> taken = damaged;
        damaged = new HashSet<>();
        return taken;
    }

    private void verify(StoredBody body) {
        boolean right = true;
        try {
            right = body.verifyAndSeal();
        } catch (IOException e) {
            // The publisher was closed.
        } finally {
            synchronized (this) {
                requested.remove(body);
                if (!right) {
                    damaged.add(body);
                }
            }
        }
    }
}
