package dev.lineman.serve;

import dev.lineman.http.Peer;
import dev.lineman.http.Request;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decisions from the answer of a request until that is sent or given up. A connection has one answer in hand at a time, so
 * they are kept by the other end of it, and there are as many at most as connections. Thread-safe.
 */
final class Decisions {
    private final Map<Peer, Decision> pending = new ConcurrentHashMap<>();

    void keep(Request request, Decision decision) {
        pending.put(request.peer(), decision);
    }

    @Nullable
    Decision take(Request request) {
        return pending.remove(request.peer());
    }
}
