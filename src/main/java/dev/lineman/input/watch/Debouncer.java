package dev.lineman.input.watch;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Gathers the hints of a burst of changes until it has settled. Thread-safe. */
public final class Debouncer implements HintSink {
    private static final int MAX_HINTS = 100_000;

    private final Set<Hint> hints = new LinkedHashSet<>();
    private final LongSupplier clock;
    private final long quiet;
    private final long maxBurst;
    private long firstHint;
    private long lastHint;
    private boolean stopped;

    /**
     * @param nanos a clock of nanoseconds
     * @param quiet how long no hint may come before a burst counts as settled
     * @param longest how long a burst may last before it counts as settled all the same
     */
    public Debouncer(LongSupplier nanos, Duration quiet, Duration longest) {
        this.clock = nanos;
        this.quiet = quiet.toNanos();
        this.maxBurst = longest.toNanos();
    }

    @Override
    public synchronized void accept(Hint hint) {
        lastHint = clock.getAsLong();
        if (hints.isEmpty()) {
            firstHint = lastHint;
        }
        if (hints.size() >= MAX_HINTS) {
            hints.clear();
            hints.add(new Hint.FullScanHint());
        }
        hints.add(hint);
        notifyAll();
    }

    /** Ends every wait, now and later. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    public synchronized boolean stopped() {
        return stopped;
    }

    /**
     * Waits for a burst to settle.
     *
     * @param most how long to wait when nothing happens at all
     * @return its hints; none when time is up or the bell was stopped
     */
    public synchronized List<Hint> await(Duration most) throws InterruptedException {
        long deadline = clock.getAsLong() + most.toNanos();
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
