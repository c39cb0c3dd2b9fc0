package dev.lineman.serve.visits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Counts how often files with a {@code fetches} limit were fetched. A response counts while it is being sent, until it
 * turns out to be incomplete.
 * {@link VisitStore} keeps the counts. Thread-safe.
 */
public final class FetchCounter {
    private final Map<String, FetchCount> counts = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();

    /**
     * The count of one file.
     *
     * @param window the {@code fetches} and {@code until} of the rule, see {@code AccessRule.fetchWindow}; when they
     *     change, the count starts at 0
     * @param completed complete responses
     * @param inProgress responses that are being sent
     */
    record FetchCount(String window, int completed, int inProgress) {}

    /** Returns whether a file has no fetches left, with those in progress counted. */
    public boolean isSpent(String file, int maxFetches, String window) {
        FetchCount count = counts.get(file);
        return count != null && count.window().equals(window) && count.completed() + count.inProgress() >= maxFetches;
    }

    /** Counts a response that starts. Returns false, and counts nothing, if no fetches are left. */
    public boolean begin(String file, int maxFetches, String window) {
        boolean[] started = {false};
        counts.compute(file, (name, count) -> {
            FetchCount now = count == null || !count.window().equals(window) ? new FetchCount(window, 0, 0) : count;
            started[0] = now.completed() + now.inProgress() < maxFetches;
            return started[0] ? new FetchCount(window, now.completed(), now.inProgress() + 1) : now;
        });
        return started[0];
    }

    /**
     * Ends a response that {@link #begin} counted.
     *
     * @param whole whether it was sent completely: otherwise the fetch does not count
     */
    public void end(String file, String window, boolean whole) {
        counts.computeIfPresent(
                file,
                (name, count) -> count.window().equals(window)
                        ? new FetchCount(
                                window, count.completed() + (whole ? 1 : 0), Math.max(0, count.inProgress() - 1))
                        : count);
        if (whole) {
            version.incrementAndGet();
        }
    }

    /** Increases with every complete response. */
    long version() {
        return version.get();
    }

    /** Sets the saved count of a file after a restart. */
    void restore(String file, String window, int completed) {
        counts.put(file, new FetchCount(window, completed, 0));
    }

    /** Calls a consumer for each file with its count. */
    void forEach(BiConsumer<String, FetchCount> reader) {
        counts.forEach(reader);
    }
}
