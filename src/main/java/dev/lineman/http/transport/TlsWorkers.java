package dev.lineman.http.transport;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads for the costly parts of TLS handshakes, such as signatures and key exchange, which would block an
 * event loop. Sources take turns. Thread-safe.
 */
public final class TlsWorkers {
    /** Holds a TLS record of any size, see {@link TlsTransport}. */
    private static final int RECORDS_BYTES = 18 << 10;

    private final FairQueue<Consumer<ByteBuffer>> waiting = new FairQueue<>();
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

    /**
     * Runs the work soon, when it is the turn of its source.
     *
     * @param work gets a buffer for use within the call, of the size of a TLS record; must not throw
     */
    public synchronized void submit(Object source, Consumer<ByteBuffer> work) {
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
        ByteBuffer records = ByteBuffer.allocateDirect(RECORDS_BYTES);
        for (Consumer<ByteBuffer> work = next(); work != null; work = next()) {
            work.accept(records);
        }
    }

    /** Waits for the next work; null after the close. */
    private synchronized @Nullable Consumer<ByteBuffer> next() {
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
