package dev.lineman.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The threads that do what would hold up a loop: the arithmetic of TLS. Sources take turns. Thread-safe. */
final class Workers {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final Turns<Runnable> waiting = new Turns<>();
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

    /** Has this run soon, in the turn of its source; it must not throw anything. */
    synchronized void submit(Object source, Runnable work) {
        waiting.add(source, work);
        if (idle == 0 && started < most && !closed) {
            Thread thread = new Thread(this::run, name + '-' + started);
            thread.setDaemon(true);
            thread.start();
            started++;
        }
        notify();
    }

    /** Ends the threads once they have nothing in hand. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void run() {
        while (true) {
            try {
                Runnable work = next();
                if (work == null) {
                    return;
                }
                work.run();
            } catch (RuntimeException | Error e) {
                // Where there is no memory now, there may be in a moment; whoever had this work done is told by itself.
                LockSupport.parkNanos(PAUSE);
            }
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
        return closed ? null : waiting.next();
    }
}
