package dev.lineman.http;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The threads that do what would hold up a loop: the arithmetic of TLS. Sources take turns, so that one that greets without
 * end delays itself and hardly anybody else. Thread-safe.
 */
final class Workers {
    private final Map<Object, ArrayDeque<Runnable>> waiting = new LinkedHashMap<>();
    private final String name;
    private final int most;
    private int started;
    private int idle;
    private boolean closed;

    /** @param most how many threads there may be; each starts when there is work for it */
    Workers(String name, int most) {
        this.name = name;
        this.most = most;
    }

    /** Has this run soon, in the turn of its source. */
    synchronized void submit(Object source, Runnable work) {
        waiting.computeIfAbsent(source, key -> new ArrayDeque<>()).add(work);
        if (idle == 0 && started < most && !closed) {
            Thread thread = new Thread(this::run, name + '-' + started++);
            thread.setDaemon(true);
            thread.start();
        }
        notify();
    }

    /** Ends the threads once they have nothing in hand. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void run() {
        for (Runnable work = next(); work != null; work = next()) {
            work.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        while (waiting.isEmpty() && !closed) {
            idle++;
            try {
                wait();
            } catch (InterruptedException e) {
                return null;
            } finally {
                idle--;
            }
        }
        Iterator<Map.Entry<Object, ArrayDeque<Runnable>>> turn =
                waiting.entrySet().iterator();
        if (closed || !turn.hasNext()) {
            return null;
        }
        Map.Entry<Object, ArrayDeque<Runnable>> first = turn.next();
        turn.remove();
        Runnable work = first.getValue().poll();
        if (!first.getValue().isEmpty()) {
            waiting.put(first.getKey(), first.getValue());
        }
        return work;
    }
}
