package dev.lineman.input.watch;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Gathers the hints of a burst of changes until it has settled. Thread-safe. */
public final class Debouncer implements HintSink {
    private static final int MOST_HINTS = 100_000;

    private final Set<Hint> hints = new LinkedHashSet<>();
    private final LongSupplier nanos;
    private final long quiet;
    private final long longest;
    private long first;
    private long last;
    private boolean stopped;

    /**
     * @param nanos a clock of nanoseconds
     * @param quiet how long no hint may come before a burst counts as settled
     * @param longest how long a burst may last before it counts as settled all the same
     */
    public Debouncer(LongSupplier nanos, Duration quiet, Duration longest) {
        this.nanos = nanos;
        this.quiet = quiet.toNanos();
        this.longest = longest.toNanos();
    }

    @Override
    public synchronized void ring(Hint hint) {
        last = nanos.getAsLong();
        if (hints.isEmpty()) {
            first = last;
        }
        if (hints.size() >= MOST_HINTS) {
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
        long deadline = nanos.getAsLong() + most.toNanos();
        while (!stopped) {
            long now = nanos.getAsLong();
            long until = hints.isEmpty() ? deadline : Math.min(last + quiet, first + longest);
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
