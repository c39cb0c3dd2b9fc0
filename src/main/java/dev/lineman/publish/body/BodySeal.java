package dev.lineman.publish.body;

import dev.lineman.fs.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Shows that the file of a large body is what it was when its content was last known to be right. To hash it takes seconds, and no
 * phone waits for that. Thread-safe.
 */
public final class BodySeal {
    private final Path file;
    private volatile @Nullable FileStamp stamp;
    private volatile boolean retired;

    /** @param stamp of the file when its content was right; null when that is not known */
    BodySeal(Path file, @Nullable FileStamp stamp) {
        this.file = file;
        this.stamp = stamp;
    }

    /** Whether the file was not touched since. */
    public boolean isIntact() {
        return retired || isUnchanged() || isUnchangedUnderLock();
    }

    private boolean isUnchanged() {
        FileStamp known = stamp;
        return known != null && known.equals(FileStamp.of(file));
    }

    /** What {@link #changeMetadata} does has an end. */
    private synchronized boolean isUnchangedUnderLock() {
        return isUnchanged();
    }

    @Nullable
    FileStamp stamp() {
        return stamp;
    }

    /** The content was right when the file had this stamp. */
    void setStamp(@Nullable FileStamp known) {
        stamp = known;
    }

    /** The file loses its name: who reads in it reads on. */
    void retire() {
        retired = isUnchanged();
    }

    /** Does something that touches the file, but not its content. */
    public synchronized void changeMetadata(MetadataChange touching) throws IOException {
        FileStamp before = isUnchanged() ? stamp : null;
        try {
            touching.apply();
        } finally {
            FileStamp after = FileStamp.of(file);
            if (before != null && after != null && after.mayHaveSameContent(before)) {
                stamp = after;
            }
        }
    }

    @FunctionalInterface
    public interface MetadataChange {
        void apply() throws IOException;
    }
}
