package dev.lineman.source;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Counts what one scan costs. For one thread. */
final class Meter {
    long stats;
    long listings;
    long reads;
    long parses;

    /** Looks at what lies at a path, symbolic links not followed, and counts that; null when there is nothing. */
    @Nullable
    Status look(Path path) throws IOException {
        stats++;
        return Status.of(path);
    }

    void add(Meter other) {
        stats += other.stats;
        listings += other.listings;
        reads += other.reads;
        parses += other.parses;
    }

    ScanWork work() {
        return new ScanWork(stats, listings, reads, parses);
    }
}
