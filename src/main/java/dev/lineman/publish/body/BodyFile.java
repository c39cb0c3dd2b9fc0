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
 * A file that holds bodies: a pack of many, or one large body. Reading is thread-safe and goes on after the file has
 * lost its name; its descriptor closes when no entry that anybody holds leads here any more.
 */
public final class BodyFile {
    /** The number of every file that holds one large body. */
    static final int LARGE = 0;

    private static final Set<? extends java.nio.file.OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final int number;
    private final Path path;
    /** Closed by the garbage collector with this object, unless {@link #close} was there first. */
    private volatile @Nullable FileChannel channel;

    private boolean closed;

    /** Bytes of bodies that the publication still needs. Of the writing thread. */
    private long liveBytes;

    /** Bytes that belong to committed changes. Of the writing thread. */
    private long end;

    private boolean excludedFromCompaction;

    BodyFile(int number, Path path) {
        this.number = number;
        this.path = path;
    }

    /** Packs count from 1. */
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

    /** What is damaged here cannot move elsewhere: no use to try. */
    public void excludeFromCompaction() {
        excludedFromCompaction = true;
    }

    boolean isExcludedFromCompaction() {
        return excludedFromCompaction;
    }

    /** Bytes that the file has. */
    long size() throws IOException {
        return openChannel().size();
    }

    /** As {@link FileChannel#read(ByteBuffer, long)}, whoever else reads, is interrupted, or unlinks the file. */
    int read(ByteBuffer target, long position) throws IOException {
        while (true) {
            FileChannel open = openChannel();
            try {
                return open.read(target, position);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException e) {
                // Interrupting another reader closed the channel under this one: opened() makes a new one.
            }
        }
    }

    /** Makes sure that what has this file in hand can read on after the name is gone. */
    void ensureOpen() throws IOException {
        FileChannel unused = openChannel();
    }

    /** What is read from now on lies under the file's name, whatever that is by now. */
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
