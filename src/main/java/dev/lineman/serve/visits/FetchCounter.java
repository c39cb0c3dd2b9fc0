package dev.lineman.serve.visits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * How often files with {@code fetches} were had. One that is being sent counts until it turns out that it was not sent whole.
 * Thread-safe.
 */
public final class FetchCounter {
    private final Map<String, FetchCount> counts = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();

    /**
     * The count of one file.
     *
     * @param window what is counted for: another one begins anew
     * @param completed how often it was sent whole
     * @param inProgress how often it is being sent
     */
    record FetchCount(String window, int completed, int inProgress) {}

    /** Whether a file was had so often, or is about to be. */
    public boolean isSpent(String file, int most, String window) {
        FetchCount count = counts.get(file);
        return count != null && count.window().equals(window) && count.completed() + count.inProgress() >= most;
    }

    /** Begins to send a file; false when it was had so often already. */
    public boolean begin(String file, int most, String window) {
        boolean[] begun = {false};
        counts.compute(file, (name, count) -> {
            FetchCount now = count == null || !count.window().equals(window) ? new FetchCount(window, 0, 0) : count;
            begun[0] = now.completed() + now.inProgress() < most;
            return begun[0] ? new FetchCount(window, now.completed(), now.inProgress() + 1) : now;
        });
        return begun[0];
    }

    /** Ends what was begun. */
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

    /** Goes up with every file that was had. */
    long version() {
        return version.get();
    }

    void restore(String file, String window, int had) {
        counts.put(file, new FetchCount(window, had, 0));
    }

    void forEach(BiConsumer<String, FetchCount> reader) {
        counts.forEach(reader);
    }
}
