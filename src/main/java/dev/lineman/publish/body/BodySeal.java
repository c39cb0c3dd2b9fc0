package dev.lineman.publish.body;

import dev.lineman.fs.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Shows that the file of a large body has not changed since its content was last verified. The proof is a
 * {@link FileStamp}: size, times and inode. Hashing the body takes seconds, and no phone waits for that. Thread-safe.
 */
public final class BodySeal {
    private final Path file;
    private volatile @Nullable FileStamp stamp;
    /** Whether the file lost its name while it was intact. From then on, only this process can reach it. */
    private volatile boolean retired;

    /**
     * Creates a seal.
     *
     * @param stamp of the file when its content was verified; null if unknown
     */
    BodySeal(Path file, @Nullable FileStamp stamp) {
        this.file = file;
        this.stamp = stamp;
    }

    /** Whether the file is unchanged since its content was verified. */
    public boolean isIntact() {
        return retired || isUnchanged() || isUnchangedUnderLock();
    }

    private boolean isUnchanged() {
        FileStamp known = stamp;
        return known != null && known.equals(FileStamp.of(file));
    }

    /** Asks again under the lock: {@link #changeMetadata} may be changing the stamp at this moment. */
    private synchronized boolean isUnchangedUnderLock() {
        return isUnchanged();
    }

    /** Returns the stamp of the verified file; null if it was never verified. */
    @Nullable
    FileStamp stamp() {
        return stamp;
    }

    /** Sets the stamp of the verified file; null if its content is damaged. */
    void setStamp(@Nullable FileStamp known) {
        stamp = known;
    }

    /** Freezes the seal before the file loses its name. Readers of the file continue. */
    void retire() {
        retired = isUnchanged();
    }

    /**
     * Runs an action that changes the metadata of the file but not its content, such as a new link. The seal stays
     * intact.
     */
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

    /** A change of metadata: mode or link count. */
    @FunctionalInterface
    public interface MetadataChange {
        void apply() throws IOException;
    }
}
