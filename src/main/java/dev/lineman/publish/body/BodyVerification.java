package dev.lineman.publish.body;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Hashes large bodies on a background thread and collects the damaged ones. {@link dev.lineman.publish.Publisher}
 * requests it when a seal is broken; a repair takes the result. Thread-safe.
 */
public final class BodyVerification {
    private final Executor executor;
    /** Bodies that are being hashed or wait for it. */
    private final Set<StoredBody> requested = new HashSet<>();
    /** Damaged bodies that no repair has taken yet. */
    private Set<StoredBody> damaged = new HashSet<>();

    /**
     * Creates a verification.
     *
     * @param executor hashes one body after the other
     */
    public BodyVerification(Executor executor) {
        this.executor = executor;
    }

    /** Requests the hash of a body, unless it is requested already. */
    public void request(StoredBody body) {
        synchronized (this) {
            if (!requested.add(body)) {
                return;
            }
        }
        executor.execute(() -> verify(body));
    }

    /** Whether there are damaged bodies that {@link #takeDamaged} has not returned yet. */
    public synchronized boolean hasDamaged() {
        return !damaged.isEmpty();
    }

    /** Returns the damaged bodies found since the last call. */
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
