package dev.lineman.serve.http;

import dev.lineman.http.Answer;
import dev.lineman.http.Body;
import dev.lineman.http.Peer;
import dev.lineman.http.Request;
import dev.lineman.serve.Decision;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decisions from the answer of a request until that is sent or given up. Most answers carry theirs with their body; of the
 * others, since a connection has one answer in hand at a time, they are kept by the other end of it: as many at most as there
 * are connections. Thread-safe.
 */
final class Decisions {
    private final Map<Peer, Decision> pending = new ConcurrentHashMap<>();

    /** A body that knows by which decision it is sent. */
    interface Carrier extends Body {
        void carry(Decision decision);

        Decision carried();
    }

    void keep(Request request, Answer answer, Decision decision) {
        if (answer.body() instanceof Carrier carrier) {
            carrier.carry(decision);
        } else {
            pending.put(request.peer(), decision);
        }
    }

    @Nullable
    Decision take(Request request, Body body) {
        return body instanceof Carrier carrier ? carrier.carried() : pending.remove(request.peer());
    }
}
