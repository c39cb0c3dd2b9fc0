package dev.lineman.cycle;

import dev.lineman.publish.Publisher;
import org.jspecify.annotations.Nullable;

/** Says which files do not fit on the disk of {@code out/}, before they are copied there. */
final class DiskRoom {
    private static final long MEGABYTE = 1_000_000;

    private final Publisher publisher;

    DiskRoom(Publisher publisher) {
        this.publisher = publisher;
    }

    /** Why a file of this size does not fit, for its body and the copy in the mirror; null when it does. */
    @Nullable
    String refusal(long length) {
        // A large body and its file in the mirror are one file.
        long needed = length > Publisher.LARGE ? length + MEGABYTE : 2 * length;
        long missing = needed - publisher.room();
        if (missing <= 0) {
            return null;
        }
        // In steps, so that it is no other problem whenever some other file was written.
        long step = Math.max(MEGABYTE, needed / 10);
        return "it does not fit on the disk: it takes " + megabytes(needed) + " in out; make room there for "
                + megabytes((missing + step - 1) / step * step) + " more";
    }

    static String megabytes(long bytes) {
        return (bytes + MEGABYTE - 1) / MEGABYTE + " MB";
    }
}
