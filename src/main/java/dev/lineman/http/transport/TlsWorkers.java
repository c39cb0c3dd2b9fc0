package dev.lineman.http.transport;

import org.jspecify.annotations.Nullable;

/** The threads that do what would hold up a loop: the arithmetic of TLS. Sources take turns. Thread-safe. */
public final class TlsWorkers {
    private final FairQueue<Runnable> waiting = new FairQueue<>();
    private final String name;
    private final int maxThreads;
    private int started;
    private int idle;
    private boolean closed;

    /** @param most how many threads there may be; each starts when there is work for it */
    public TlsWorkers(String name, int most) {
        this.name = name;
        this.maxThreads = most;
    }

    /** Has this run soon, in the turn of its source; it must throw no exception. */
    public synchronized void submit(Object source, Runnable work) {
        waiting.add(source, work);
        if (idle == 0 && started < maxThreads && !closed) {
            Thread thread = new Thread(this::run, name + '-' + started);
            thread.setDaemon(true);
            thread.start();
            started++;
        }
        notify();
    }

    /** Ends the threads once they have nothing in hand. */
    public synchronized void close() {
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
        return closed ? null : waiting.next();
    }
}
