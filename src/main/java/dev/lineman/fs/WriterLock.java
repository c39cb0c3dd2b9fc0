package dev.lineman.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write below an output folder: a lock on a file, which the operating system gives back when the
 * process ends, however it ends. Thread-safe.
 */
public final class WriterLock implements AutoCloseable {
    /**
     * The locks of this process. POSIX gives up a process's lock when *any* of its descriptors of that file is closed
     * (fcntl(2)), so a second attempt must be refused before it opens the file.
     */
    private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

    private final Object identity;
    private final FileChannel channel;

    private WriterLock(Object identity, FileChannel channel) {
        this.identity = identity;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param file made when it is missing; its folder is there
     * @throws AnotherWriterException when a process, perhaps this one, has it
     * @throws IOException when the file cannot be made or locked
     */
    public static WriterLock acquire(FileOperations fileOperations, Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            try {
                fileOperations.create(file).close();
            } catch (FileAlreadyExistsException e) {
                // Another starts at the same time; the lock will tell which of the two goes on.
            }
        }
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Object key = attributes.fileKey();
        Object identity = key == null ? file.toRealPath() : key;
        if (!HELD.add(identity)) {
            throw new AnotherWriterException(file);
        }
        try {
            return new WriterLock(identity, lock(file));
        } catch (IOException | RuntimeException e) {
            HELD.remove(identity);
            throw e;
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new AnotherWriterException(file);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new AnotherWriterException(file);
    }

    /** Gives the lock back; the file stays. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(identity);
        }
    }

    /** Somebody else writes below this output folder. */
    public static final class AnotherWriterException extends IOException {
        AnotherWriterException(Path file) {
            super("another lineman writes here: it holds " + file);
        }
    }
}
