package dev.lineman.source;

/** Counts what one scan costs. For one thread. */
final class Meter {
    long stats;
    long listings;
    long reads;
    long parses;

    Scan.Work work() {
        return new Scan.Work(stats, listings, reads, parses);
    }
}
