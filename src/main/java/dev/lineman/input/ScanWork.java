package dev.lineman.input;

/**
 * How many calls of the file system and of the reader a scan made. Tests compare these numbers, since they do not
 * depend on the machine's speed.
 *
 * @param stats paths whose status was read
 * @param listings folders that were listed
 * @param reads files whose bytes were read and hashed; a file that is read twice counts twice
 * @param parses files that were given to the {@link DocumentReader}
 */
public record ScanWork(long stats, long listings, long reads, long parses) {}
