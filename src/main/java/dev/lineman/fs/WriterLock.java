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
 * The exclusive right to write below an output folder: a lock on a file. The agent and each command that writes
 * hold one while they run. The operating system releases it when the process ends for any reason. Thread-safe.
 */
public final class WriterLock implements AutoCloseable {
    /**
     * The locked files of this process. POSIX releases a process's lock when any of its descriptors of that file
     * is closed (fcntl(2)). So a second attempt in the same process must fail before it opens the file.
     */
    private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

    /** The inode of the lock file, or its real path on systems without inodes: two paths may name one file. */
    private final Object identity;

    private final FileChannel channel;

    private WriterLock(Object identity, FileChannel channel) {
        this.identity = identity;
        this.channel = channel;
    }

    /**
     * Acquires the lock without waiting.
     *
     * @param file the lock file; created if it is missing, its folder must exist
     * @throws AnotherWriterException if another process or this one holds the lock
     * @throws IOException if the file cannot be created or locked
     */
    public static WriterLock acquire(FileOperations fileOperations, Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            try {
                fileOperations.create(file).close();
            } catch (FileAlreadyExistsException e) {
                // Another process created it at the same moment. The lock below decides which one continues.
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

    /** Releases the lock. The file stays: another process may have it open, and would lock a deleted file. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(identity);
        }
    }

    /** Another process writes below this output folder. The command ends with exit code 3. */
    public static final class AnotherWriterException extends IOException {
        AnotherWriterException(Path file) {
            super("another lineman writes here: it holds " + file + "; stop it first");
        }
    }
}
