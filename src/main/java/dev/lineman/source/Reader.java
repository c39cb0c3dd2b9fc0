package dev.lineman.source;

/** Turns the bytes of an input file into a document. Pure, and thread-safe: many files are read at once. */
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

    /** The largest size, in bytes, at which a file of this path is still looked into. */
    default long largest(String path) {
        return 32L << 20;
    }
}
