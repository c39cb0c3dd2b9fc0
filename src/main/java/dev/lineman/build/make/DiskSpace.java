package dev.lineman.build.make;

import dev.lineman.publish.Publisher;
import dev.lineman.publish.body.NotStoredException;
import org.jspecify.annotations.Nullable;

/** Says which files do not fit on the disk of {@code out/}, before they are copied there. */
public final class DiskSpace {
    private static final long MEGABYTE = 1_000_000;

    private DiskSpace() {}

    /** Refuses a file of a size that does not fit, for its body and the copy in the mirror; null when it does. */
    public static @Nullable StaticFileResult refusal(Publisher publisher, long length) {
        // A large body and its file in the mirror are one file.
        long needed = length > Publisher.LARGE ? length + MEGABYTE : 2 * length;
        long missing = needed - publisher.usableBytes();
        if (missing <= 0) {
            return null;
        }
        // In steps, so that it is no other problem whenever some other file was written.
        long step = Math.max(MEGABYTE, needed / 10);
        return StaticFileResult.refused("it does not fit on the disk: it takes " + megabytes(needed)
                + " in out; make room there for " + megabytes((missing + step - 1) / step * step) + " more");
    }

    /** A file of this size that could not be stored. */
    public static StaticFileResult refused(NotStoredException failure, long length) {
        return StaticFileResult.refused(
                failure.getMessage() + "; " + megabytes(length) + " are needed in out: make room there");
    }

    private static String megabytes(long bytes) {
        return (bytes + MEGABYTE - 1) / MEGABYTE + " MB";
    }
}
