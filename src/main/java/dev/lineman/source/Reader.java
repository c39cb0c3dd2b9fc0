package dev.lineman.source;

/** Turns the bytes of an input file into a document. Pure; used from one thread at a time. */
public interface Reader {

    /** Whether the file of this path (below the root, with {@code /}) is an input at all. */
    boolean wants(String path);

    /** Reads one file; {@code path} is below the root, with {@code /}. */
    Reading read(String path, byte[] content);
}
