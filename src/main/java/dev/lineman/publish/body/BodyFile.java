package dev.lineman.publish.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds bodies: a pack of many, or one large body. Opens on the first read.
 *
 * <p>Reading is thread-safe, and continues after the file has lost its name. The garbage collector closes the
 * descriptor once no entry refers to the file. The counters belong to the writing thread.
 */
public final class BodyFile {
    /** The number of all files that hold one large body. */
    static final int LARGE = 0;

    private static final Set<? extends java.nio.file.OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final int number;
    private final Path path;
    /**
     * Null until the first read. The garbage collector closes it with this object, unless {@link #close} does so
     * earlier.
     */
    private volatile @Nullable FileChannel channel;

    private boolean closed;

    /**
     * Bytes of the bodies in use. Compaction moves the bodies of a pack where this is low. For the writing thread.
     */
    private long liveBytes;

    /** Bytes that belong to committed changes; bytes after them are overwritten. For the writing thread. */
    private long end;

    /** Set for a pack with a damaged body, since that body cannot be moved. */
    private boolean excludedFromCompaction;

    BodyFile(int number, Path path) {
        this.number = number;
        this.path = path;
    }

    /** Returns the number of the pack, from 1; {@link #LARGE} for a large body. */
    public int number() {
        return number;
    }

    public Path path() {
        return path;
    }

    long liveBytes() {
        return liveBytes;
    }

    void addLiveBytes(long bytes) {
        liveBytes += bytes;
    }

    long end() {
        return end;
    }

    void setEnd(long end) {
        this.end = end;
    }

    /** Excludes this pack from compaction, since it has a damaged body that cannot be moved. */
    public void excludeFromCompaction() {
        excludedFromCompaction = true;
    }

    boolean isExcludedFromCompaction() {
        return excludedFromCompaction;
    }

    /** Returns the size of the file on the disk, in bytes. */
    long size() throws IOException {
        return openChannel().size();
    }

    /**
     * As {@link FileChannel#read(ByteBuffer, long)}. Works also while other threads read or are interrupted, and
     * after the file is unlinked.
     */
    int read(ByteBuffer target, long position) throws IOException {
        while (true) {
            FileChannel open = openChannel();
            try {
                return open.read(target, position);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException e) {
                // Interrupting another reader closed the channel under this one: openChannel() makes a new one.
            }
        }
    }

    /** Opens the file now, so that readers can continue after its name is gone. */
    void ensureOpen() throws IOException {
        FileChannel unused = openChannel();
    }

    /** Closes the channel; the next read opens the file that has this name by then. */
    synchronized void reopen() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    synchronized void close() throws IOException {
        closed = true;
        FileChannel open = channel;
        if (open != null) {
            open.close();
        }
    }

    /** Returns the open channel; opens one if needed. */
    private FileChannel openChannel() throws IOException {
        FileChannel open = channel;
        return open != null && open.isOpen() ? open : reopenChannel();
    }

    private synchronized FileChannel reopenChannel() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        FileChannel open = channel;
        if (open == null || !open.isOpen()) {
            open = FileChannel.open(path, READ);
            channel = open;
        }
        return open;
    }
}
