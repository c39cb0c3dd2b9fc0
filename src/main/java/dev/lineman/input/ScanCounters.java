package dev.lineman.input;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Counts the work of one scan. Not thread-safe: each thread of a scan has its own, and the scan adds them up. */
public final class ScanCounters {
    public long stats;
    public long listings;
    public long reads;
    public long parses;

    /** The status of a path, symbolic links not followed; null if there is nothing. Counts one status call. */
    @Nullable
    public PathStatus statusOf(Path path) throws IOException {
        stats++;
        return PathStatus.of(path);
    }

    /** Adds the counts of another thread. */
    public void add(ScanCounters other) {
        stats += other.stats;
        listings += other.listings;
        reads += other.reads;
        parses += other.parses;
    }

    /** The counts so far, as a value. */
    public ScanWork work() {
        return new ScanWork(stats, listings, reads, parses);
    }
}
