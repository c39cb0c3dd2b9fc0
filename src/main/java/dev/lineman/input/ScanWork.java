package dev.lineman.input;

/**
 * How often a scan asked the file system and the reader.
 *
 * @param stats paths whose status was read
 * @param listings folders that were listed
 * @param reads files whose bytes were read and hashed; a file that is read twice counts twice
 * @param parses files that were given to the {@link DocumentReader}
 */
public record ScanWork(long stats, long listings, long reads, long parses) {}
