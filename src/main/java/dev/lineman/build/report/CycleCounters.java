package dev.lineman.build.report;

/**
 * What a cycle did, counted: the proof that a change costs what it touches.
 *
 * @param stats files and folders whose attributes were read
 * @param listings folders that were listed
 * @param reads input files that were read
 * @param resolved phones and sites that a changed fact reached
 * @param rendered outputs that were rendered
 * @param written files that were written to the mirror
 * @param removed files that were removed from the mirror
 * @param bytes bytes of new bodies
 */
public record CycleCounters(
        long stats, long listings, long reads, int resolved, int rendered, int written, int removed, long bytes) {}
