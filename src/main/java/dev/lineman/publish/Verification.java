package dev.lineman.publish;

import dev.lineman.crew.Background;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hashes large bodies beside the writing thread, one after the other, and notes which are damaged. Thread-safe. */
final class Verification {
    private final Background background;
    private final Queue<Body> waiting = new ArrayDeque<>();
    private final Set<Body> demanded = new HashSet<>();
    private Set<Body> damaged = new HashSet<>();
    private boolean working;

    Verification(Background background) {
        this.background = background;
    }

    /** Has a body hashed, unless that is going on. */
    void demand(Body body) {
        synchronized (this) {
            if (!demanded.add(body)) {
                return;
            }
            waiting.add(body);
            if (working) {
                return;
            }
            working = true;
        }
        background.executor().execute(this::work);
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

    private void work() {
        for (Body body = next(); body != null; body = next()) {
            boolean right;
            try {
                right = body.check();
            } catch (IOException e) {
                // The publisher was closed.
                right = true;
            }
            done(body, right);
        }
        background.ready().run();
    }

    private synchronized @Nullable Body next() {
        Body body = waiting.poll();
        working = body != null;
        return body;
    }

    private synchronized void done(Body body, boolean right) {
        demanded.remove(body);
        if (!right) {
            damaged.add(body);
        }
    }
}
