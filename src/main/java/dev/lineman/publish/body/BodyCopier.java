package dev.lineman.publish.body;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.WritableFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Writes large contents into temporary files beside the bodies, also while a transaction is built or published. A
 * transaction takes the file over under the name of a body, or the caller discards it.
 *
 * <p>{@code build.LargeFileCopier} copies large static files with it in the background. Thread-safe.
 */
public final class BodyCopier {
    /** Bytes that are read at once. */
    private static final int CHUNK_SIZE = 256 << 10;

    /** Bytes between two flushes. A flush of the journal never has to wait for gigabytes of this file. */
    private static final long FLUSH_INTERVAL = 16 << 20;

    private final FileOperations fileOperations;
    private final Path folder;
    /** The temporary files of copies that are in progress or wait for a transaction. */
    private final Set<Path> files = ConcurrentHashMap.newKeySet();

    BodyCopier(FileOperations fileOperations, Path folder) {
        this.fileOperations = fileOperations;
        this.folder = folder;
    }

    /**
     * Copies content of any length into a temporary file, hashes it and flushes it.
     *
     * @param stopped returns true once the copy is no longer needed; asked before each chunk
     * @throws NotStoredException if the disk does not take the content
     * @throws IOException if reading the content fails
     * @throws CancellationException if {@code stopped} returned true
     */
    public BodyCopy copy(InputStream content, BooleanSupplier stopped) throws IOException {
        Path temporary = folder.resolve(fileOperations.temporaryName());
        BodyCopy finished = null;
        try {
            fileOperations.createFolders(folder);
            files.add(temporary);
            BodyCopy copy;
            try (WritableFile file = fileOperations.create(temporary)) {
                copy = writeContent(file, content, stopped);
            }
            finished = copy;
            return copy;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IOException e) {
            throw new NotStoredException(e);
        } finally {
            if (finished == null) {
                discard(temporary);
            }
        }
    }

    private static BodyCopy writeContent(WritableFile file, InputStream content, BooleanSupplier stopped)
            throws IOException {
        MessageDigest hash = Digest.begin(BodyStore.MAX_PACKED_BYTES);
        long length = 0;
        long flushed = 0;
        for (byte[] piece = readChunk(content); piece.length > 0; piece = readChunk(content)) {
            if (stopped.getAsBoolean()) {
                throw new CancellationException("the agent ends");
            }
            hash.update(piece);
            file.write(ByteBuffer.wrap(piece), length);
            length += piece.length;
            if (length - flushed >= FLUSH_INTERVAL) {
                file.flush();
                flushed = length;
            }
        }
        file.flush();
        return new BodyCopy(file.path(), Digest.finish(hash), length);
    }

    /**
     * Reads the next chunk. The unchecked exception marks an error of the input: errors of the disk that is written
     * to are plain {@link IOException}s.
     */
    private static byte[] readChunk(InputStream content) {
        try {
            return content.readNBytes(CHUNK_SIZE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a copy that no transaction has taken over. */
    public void discard(BodyCopy copy) {
        discard(copy.file());
    }

    private void discard(Path file) {
        fileOperations.deleteQuietly(file);
        files.remove(file);
    }

    /** Removes all copies that no transaction has taken over, and those in progress. */
    public void discardAll() {
        files.forEach(this::discard);
    }

    /** Renames a copy to the name of a body. If that fails, the copy is discarded. */
    void moveTo(BodyCopy copy, Path body) throws IOException {
        try {
            fileOperations.rename(copy.file(), body);
            files.remove(copy.file());
        } catch (IOException e) {
            discard(copy);
            throw e;
        }
    }

    /** Whether a file is a copy that must not be removed as a leftover of a crash. */
    boolean contains(Path file) {
        return files.contains(file);
    }
}
