package dev.lineman.fs.record;

/**
 * The kind and version of a file of records. The file begins with eight bytes: {@code LINEMAN} in ASCII, then the
 * kind in the high and the version in the low four bits of one byte. A file with another header counts as lost.
 *
 * @param kind 0 to 15: 0 journal, 1 body seals, 2 visits, 3 fetches, 4 mounts, 5 confirmations, 6 starts, 7 missed
 *     requests
 * @param version 1 to 15
 */
public record RecordFormat(int kind, int version) {
    /** {@code LINEMAN} and a free byte. */
    private static final long MAGIC = 0x4c494e454d414e_00L;

    /** Returns the first eight bytes of the file as a big-endian number. */
    public long header() {
        return MAGIC | (kind << 4) | version;
    }
}
