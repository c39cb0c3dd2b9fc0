package dev.lineman.build.report;

/**
 * The work of a cycle, in numbers. Tests prove with it that a change costs only as much as it affects. Immutable.
 *
 * @param stats files and folders of which the attributes were read
 * @param listings folders that were listed
 * @param reads input files that were read
 * @param resolved phones and sites that a change reached
 * @param rendered outputs that were rendered
 * @param written files that were written into {@code out/}
 * @param removed files that were removed from {@code out/}
 * @param bytes bytes of new bodies
 */
public record CycleCounters(
        long stats, long listings, long reads, int resolved, int rendered, int written, int removed, long bytes) {}
