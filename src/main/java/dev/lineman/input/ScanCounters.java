package dev.lineman.input;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Counts what one scan costs. For one thread. */
public final class ScanCounters {
    public long stats;
    public long listings;
    public long reads;
    public long parses;

    /** Looks at what lies at a path, symbolic links not followed, and counts that; null when there is nothing. */
    @Nullable
    public PathStatus statusOf(Path path) throws IOException {
        stats++;
        return PathStatus.of(path);
    }

    public void add(ScanCounters other) {
        stats += other.stats;
        listings += other.listings;
        reads += other.reads;
        parses += other.parses;
    }

    public ScanWork work() {
        return new ScanWork(stats, listings, reads, parses);
    }
}
