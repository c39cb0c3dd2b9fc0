package dev.lineman.build.copy;

import dev.lineman.publish.Publisher;
import dev.lineman.publish.body.NotStoredException;
import org.jspecify.annotations.Nullable;

/** Checks whether a static file fits on the disk of {@code out/}, before it is copied. Thread-safe. */
public final class DiskSpace {
    /** Decimal megabyte, as disk sizes are written. */
    private static final long MEGABYTE = 1_000_000;

    private DiskSpace() {}

    /**
     * Returns a refusal if a file does not fit with its body and its copy in the mirror; null if it fits.
     *
     * @param length the file's length in bytes
     */
    public static @Nullable StaticFileResult refusal(Publisher publisher, long length) {
        // The body of a large file and its file in the mirror are hard links to one file, so it counts once.
        long needed = length > Publisher.LARGE ? length + MEGABYTE : 2 * length;
        long missing = needed - publisher.usableBytes();
        if (missing <= 0) {
            return null;
        }
        // The message gives the missing space in steps, so that it does not change with each file written elsewhere.
        long step = Math.max(MEGABYTE, needed / 10);
        return StaticFileResult.refused("it does not fit on the disk: it takes " + megabytes(needed)
                + " in out; make room there for " + megabytes((missing + step - 1) / step * step) + " more");
    }

    /**
     * Returns the refusal for a file that could not be stored.
     *
     * @param length the file's length in bytes
     */
    public static StaticFileResult refused(NotStoredException failure, long length) {
        return StaticFileResult.refused(
                failure.getMessage() + "; " + megabytes(length) + " are needed in out: make room there");
    }

    /** Rounds up to whole megabytes. */
    private static String megabytes(long bytes) {
        return (bytes + MEGABYTE - 1) / MEGABYTE + " MB";
    }
}
