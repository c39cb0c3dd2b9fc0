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
 * Writes large contents into temporary files beside the bodies, also while editions are made and published. Such a file is discarded,
 * or an edition keeps it under the name of a body. Thread-safe.
 */
public final class BodyCopier {
    private static final int CHUNK_SIZE = 256 << 10;

    /** The disk gets so much at once: nothing else that is flushed meanwhile waits for gigabytes. */
    private static final long FLUSH_INTERVAL = 16 << 20;

    private final FileOperations fileOperations;
    private final Path folder;
    private final Set<Path> files = ConcurrentHashMap.newKeySet();

    BodyCopier(FileOperations fileOperations, Path folder) {
        this.fileOperations = fileOperations;
        this.folder = folder;
    }

    /**
     * Copies content of any length.
     *
     * @param stopped whether nobody waits for it any more
     * @throws NotStoredException when the disk does not take it
     * @throws IOException when reading the content fails
     * @throws CancellationException when it was stopped
     */
    public BodyCopy copy(InputStream content, BooleanSupplier stopped) throws IOException {
        Path temporary = folder.resolve(fileOperations.temporaryName());
        BodyCopy whole = null;
        try {
            fileOperations.createFolders(folder);
            files.add(temporary);
            BodyCopy copy;
            try (WritableFile file = fileOperations.create(temporary)) {
                copy = writeContent(file, content, stopped);
            }
            whole = copy;
            return copy;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IOException e) {
            throw new NotStoredException(e);
        } finally {
            if (whole == null) {
                discard(temporary);
            }
        }
    }

    private static BodyCopy writeContent(WritableFile file, InputStream content, BooleanSupplier stopped)
            throws IOException {
        MessageDigest hash = Digest.begin();
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

    /** Reads on. What cannot be read is the fault of an input, and not of the disk that is written to. */
    private static byte[] readChunk(InputStream content) {
        try {
            return content.readNBytes(CHUNK_SIZE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a copy that no edition has kept. */
    public void discard(BodyCopy copy) {
        discard(copy.file());
    }

    private void discard(Path file) {
        fileOperations.deleteQuietly(file);
        files.remove(file);
    }

    /** Removes all copies that no edition has kept, those that are being written too. */
    public void discardAll() {
        files.forEach(this::discard);
    }

    /** Gives a copy the name of a body. */
    void moveTo(BodyCopy copy, Path body) throws IOException {
        try {
            fileOperations.rename(copy.file(), body);
            files.remove(copy.file());
        } catch (IOException e) {
            discard(copy);
            throw e;
        }
    }

    /** Whether a file is such a copy, which nobody else may remove. */
    boolean contains(Path file) {
        return files.contains(file);
    }
}
