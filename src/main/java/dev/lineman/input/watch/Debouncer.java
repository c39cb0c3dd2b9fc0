package dev.lineman.input.watch;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Collects the hints of a burst of changes until the burst has ended. Sits between the file watcher and the agent's
 * cycle. Thread-safe.
 */
public final class Debouncer implements HintSink {
    /** Above this number, one full scan costs less than the hints. */
    private static final int MAX_HINTS = 100_000;

    private final Set<Hint> hints = new LinkedHashSet<>();
    /** Nanoseconds that only go forward, as all times here. */
    private final LongSupplier clock;

    private final long quiet;
    private final long maxBurst;
    /** When the present burst began, on the clock. */
    private long firstHint;
    /** When the newest hint arrived, on the clock. */
    private long lastHint;

    private boolean stopped;

    /**
     * A debouncer without hints.
     *
     * @param clock a clock of nanoseconds
     * @param quiet a burst ends when no hint arrives for this long
     * @param maxBurst a burst ends after this time, even if hints still arrive
     */
    public Debouncer(LongSupplier clock, Duration quiet, Duration maxBurst) {
        this.clock = clock;
        this.quiet = quiet.toNanos();
        this.maxBurst = maxBurst.toNanos();
    }

    @Override
    public synchronized void accept(Hint hint) {
        lastHint = clock.getAsLong();
        if (hints.isEmpty()) {
            firstHint = lastHint;
            // Later hints only make a wait longer. To wake its thread for each of them takes longer than to collect
            // them.
            notifyAll();
        }
        if (hints.size() >= MAX_HINTS) {
            hints.clear();
            hints.add(new Hint.FullScanHint());
        }
        hints.add(hint);
    }

    /** Ends every wait, now and later. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Whether {@link #stop} was called. */
    public synchronized boolean stopped() {
        return stopped;
    }

    /**
     * Waits for a time, whether or not hints arrive. All hints stay, and count as a burst that began at the end of the
     * wait.
     */
    public synchronized void pause(Duration time) throws InterruptedException {
        long deadline = clock.getAsLong() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !stopped; left = deadline - clock.getAsLong()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        lastHint = clock.getAsLong();
        firstHint = lastHint;
    }

    /**
     * Waits for a burst to end, and removes its hints.
     *
     * @param timeout how long to wait if no hint arrives
     * @return the hints; empty after the timeout or after {@link #stop}
     */
    public synchronized List<Hint> await(Duration timeout) throws InterruptedException {
        long deadline = clock.getAsLong() + timeout.toNanos();
        while (!stopped) {
            long now = clock.getAsLong();
            long until = hints.isEmpty() ? deadline : Math.min(lastHint + quiet, firstHint + maxBurst);
            if (until - now <= 0) {
                break;
            }
            TimeUnit.NANOSECONDS.timedWait(this, until - now);
        }
        List<Hint> taken = stopped ? List.of() : List.copyOf(hints);
        hints.clear();
        return taken;
    }
}
