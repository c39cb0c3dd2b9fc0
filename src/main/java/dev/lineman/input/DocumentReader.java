package dev.lineman.input;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;

/** Turns the bytes of an input file into a document. Pure, and thread-safe: many files are read at once. */
public interface DocumentReader {

    /** What is to be done with a file. */
    enum Interest {
        /** It is no input. */
        IGNORE,
        /** It is no input though it lies where inputs are, and {@link DocumentReader#unreadWarning} says so. */
        UNREAD,
        /** Its bytes are given to {@link DocumentReader#read}. */
        READ,
        /** It is published as it is: it becomes a {@link StaticFile}, however large, and is never held in memory. */
        DIGEST
    }

    /** What the file of this path (below the root, with {@code /}) is to this reader; depends on the path alone. */
    Interest interest(String path);

    /** The warning for a file that is not read. */
    default Problem unreadWarning(String path) {
        return Problem.warning(Position.of(path), "this file is not read: move it out of this folder");
    }

    /** Reads one file; {@code path} is below the root, with {@code /}. */
    ReadResult read(String path, byte[] content);

    /** The largest size, in bytes, at which a file of this path is still looked into. */
    default long maxBytes(String path) {
        return 32L << 20;
    }
}
