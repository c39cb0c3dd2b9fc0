package dev.lineman.http.transport;

import org.jspecify.annotations.Nullable;

/**
 * Threads for the costly parts of TLS handshakes, such as signatures and key exchange, which would block an
 * event loop. Sources take turns. Thread-safe.
 */
public final class TlsWorkers {
    private final FairQueue<Runnable> waiting = new FairQueue<>();
    private final String name;
    private final int maxThreads;

    /** Threads that were started so far. */
    private int started;

    /** Threads that wait for work. */
    private int idle;

    private boolean closed;

    /**
     * @param name the prefix of the threads' names
     * @param maxThreads the most threads; each is started when there is work for it
     */
    public TlsWorkers(String name, int maxThreads) {
        this.name = name;
        this.maxThreads = maxThreads;
    }

    /** Runs the work soon, when it is the turn of its source. The work must not throw. */
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

    /** Ends each thread after its current work. Work that still waits is not run. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void run() {
        for (Runnable work = next(); work != null; work = next()) {
            work.run();
        }
    }

    /** Waits for the next work; null after the close. */
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
