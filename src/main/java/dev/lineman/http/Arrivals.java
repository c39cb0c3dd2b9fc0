package dev.lineman.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The connections on their way to one loop, and how many are there or on their way. Thread-safe. */
final class Arrivals {
    private final Queue<Newcomer> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger load = new AtomicInteger();
    private volatile boolean closed;

    /** One more; it is turned away if nobody takes it any more. */
    void add(Newcomer newcomer) {
        load.incrementAndGet();
        queue.add(newcomer);
        if (closed) {
            turnAway();
        }
    }

    /** The next one, which counts until {@link #gone}. */
    @Nullable
    Newcomer next() {
        return queue.poll();
    }

    int load() {
        return load.get();
    }

    /** So many are no longer there. */
    void gone(int many) {
        load.addAndGet(-many);
    }

    /** Takes nobody any more. */
    void close() {
        closed = true;
        turnAway();
    }

    void turnAway(SocketChannel channel) {
        gone(1);
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing of it is left to save.
        }
    }

    private void turnAway() {
        for (Newcomer newcomer = next(); newcomer != null; newcomer = next()) {
            turnAway(newcomer.channel());
        }
    }
}
