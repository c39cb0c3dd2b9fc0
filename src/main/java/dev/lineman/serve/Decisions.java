package dev.lineman.serve;

import dev.lineman.http.Request;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Decisions from the answer of a request until that is sent or given up: as many as there are open connections. Thread-safe. */
final class Decisions {
    private final Map<Key, Decision> pending = new ConcurrentHashMap<>();

    /** A request as the one that it is: others may read the same. */
    private record Key(Request request) {
        @SuppressWarnings("ReferenceEquality") // two requests may read the same
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.request == request;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(request);
        }
    }

    void keep(Request request, Decision decision) {
        pending.put(new Key(request), decision);
    }

    @Nullable
    Decision take(Request request) {
        return pending.remove(new Key(request));
    }
}
