package dev.lineman.source;

/** Counts what one scan costs. For one thread. */
final class Meter {
    long stats;
    long listings;
    long reads;
    long parses;

    void add(Meter other) {
        stats += other.stats;
        listings += other.listings;
        reads += other.reads;
        parses += other.parses;
    }

    Scan.Work work() {
        return new Scan.Work(stats, listings, reads, parses);
    }
}
