package dev.lineman.input;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of an input file into a document. The scan gives it each file that has changed.
 *
 * <p>Implementations are thread-safe, because the scan reads many files at the same time. The document depends only
 * on the path and the bytes.
 */
public interface DocumentReader {

    /** How a scan handles a file. */
    enum Interest {
        /** Not an input. */
        IGNORE,
        /** Not an input, but in a place where people expect inputs. {@link DocumentReader#unreadWarning} says so. */
        UNREAD,
        /** An input. The scan gives its bytes to {@link DocumentReader#read}. */
        READ,
        /**
         * Published byte for byte. The file becomes a {@link StaticFile}, which keeps no bytes. The size limit is
         * {@link DocumentReader#maxBytes}.
         */
        DIGEST
    }

    /**
     * How a scan handles the file at this path. Depends on the path alone.
     *
     * @param path below the root, with {@code /}
     */
    Interest interest(String path);

    /** The warning for a file whose interest is {@link Interest#UNREAD}. */
    default Problem unreadWarning(String path) {
        return Problem.warning(Position.of(path), "this file is not read: move it out of this folder");
    }

    /**
     * Reads one file. Reports errors in the result, and throws nothing for invalid content.
     *
     * @param path below the root, with {@code /}
     */
    ReadResult read(String path, byte[] content);

    /**
     * Reads another version of a file. The result is that of {@link #read(String, byte[])}.
     *
     * @param content which the caller does not change later
     * @param last the last good document of the file, to read only what differs; null if there is none
     */
    default ReadResult read(String path, byte[] content, @Nullable Document last) {
        return read(path, content);
    }

    /** The largest size, in bytes, of a file at this path that the scan reads. A larger file is a problem. */
    default long maxBytes(String path) {
        return 32L << 20;
    }
}
