package dev.lineman.agent;

import dev.lineman.cycle.State;
import dev.lineman.disk.Disk;
import dev.lineman.problem.Fault;
import dev.lineman.recall.Memory;
import dev.lineman.report.Counters;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what the inputs say, beside the cycles, so that the next start need not read them all: when much has changed since
 * it was written down last, or little long ago.
 */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    /** What a start takes up in no time is not worth a file of all inputs. */
    private static final int FEW = 64;

    /** A start that has to read one file of so many is about as quick as one that reads none. */
    private static final int SHARE = 32;

    private static final Duration LATEST = Duration.ofMinutes(10);

    private final Memory memory;
    private final LongSupplier nanos;
    private final Thread thread;
    private @Nullable State latest;
    private long work;
    private long since;
    private boolean closed;

    Keeper(Memory memory, LongSupplier nanos) {
        this.memory = memory;
        this.nanos = nanos;
        this.thread = new Thread(this::work, "memory");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes note of what a cycle came to, and of how much the next start would have to do over again. */
    synchronized void note(State state, Counters counters) {
        long more = counters.reads() + counters.resolved();
        if (more > 0) {
            since = work == 0 ? nanos.getAsLong() : since;
            work += more;
        }
        latest = work == 0 ? null : state;
        notifyAll();
    }

    private void work() {
        try {
            for (State state = next(); state != null; state = next()) {
                write(state);
            }
        } catch (InterruptedException e) {
            // Closed: what was written last stays.
        }
    }

    /** What is to be written, once it is worth it; null once this is closed. */
    private synchronized @Nullable State next() throws InterruptedException {
        while (!closed) {
            State state = latest;
            long waited = nanos.getAsLong() - since;
            if (state != null && (work >= worthwhile(state) || waited >= LATEST.toNanos())) {
                latest = null;
                work = 0;
                return state;
            }
            if (state == null) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, LATEST.toNanos() - waited);
            }
        }
        return null;
    }

    private static int worthwhile(State state) {
        return Math.max(FEW, state.snapshot().files().size() / SHARE);
    }

    private void write(State state) {
        try {
            memory.write(state.snapshot(), state.ledger(), state.unsettled());
        } catch (IOException e) {
            // Whoever stops the agent interrupts the writing: that is no failure.
            if (again(state)) {
                LOG.warn(
                        "what the inputs say cannot be remembered, so that the next start reads them all: {}",
                        Disk.reason(e));
            }
        } catch (RuntimeException e) {
            LOG.error("a fault in Lineman keeps it from remembering what the inputs say: {}", Fault.of(e));
        } catch (OutOfMemoryError e) {
            LOG.warn("there is too little memory to write down what the inputs say; the next start reads them all");
        }
    }

    /** Takes note that a state was not written: it is tried again when there is more, or later. False once this is closed. */
    private synchronized boolean again(State state) {
        latest = latest == null ? state : latest;
        since = work == 0 ? nanos.getAsLong() : since;
        work++;
        return !closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
    }
}
