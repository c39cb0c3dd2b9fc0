package dev.lineman.source;

import java.util.function.Supplier;

/** Turns the bytes of an input file into a document. Pure; but for {@link #begin}, used from one thread at a time. */
public interface Reader {

    /** What is to be done with a file. */
    enum Interest {
        /** It is no input. */
        IGNORE,
        /** Its bytes are given to {@link Reader#read}. */
        READ,
        /** It is published as it is: it becomes a {@link StaticFile}, however large, and is never held in memory. */
        DIGEST
    }

    /** What the file of this path (below the root, with {@code /}) is to this reader; depends on the path alone. */
    Interest wants(String path);

    /** Reads one file; {@code path} is below the root, with {@code /}. */
    Reading read(String path, byte[] content);

    /**
     * Begins to read one file, on any thread and beside others: as much as depends on its content alone.
     *
     * @return the rest, which is asked for one file after the other
     */
    default Supplier<Reading> begin(String path, byte[] content) {
        return () -> read(path, content);
    }

    /** The largest size, in bytes, at which a file of this path is still looked into. */
    default long largest(String path) {
        return 32L << 20;
    }
}
