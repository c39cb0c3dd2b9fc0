package dev.lineman.publish.body;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.FileStamp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores all bodies: small ones in packs, each large one in a file of its own. Equal content is stored once.
 *
 * <p>{@link dev.lineman.publish.store.DurablePublication} appends the bodies of a transaction, flushes them, writes
 * the journal record, and commits; or it rolls back. References from the publication decide which bodies stay. For
 * the writing thread.
 */
public final class BodyStore {
    /** The largest body that goes into a pack, in bytes. */
    public static final int MAX_PACKED_BYTES = 1 << 20;

    private final FileOperations fileOperations;
    private final Path folder;
    private final PackFiles packs;
    private final BodySealFile seals;
    private final BodyCopier copier;
    /** A body with more bytes has a {@link BodySeal}. */
    private final long sealThreshold;
    /** The committed bodies with a seal, by digest. */
    private final Map<Digest, StoredBody> sealed = new HashMap<>();

    /** The bodies that the publication refers to, by digest. */
    private final Map<Digest, StoredBody> committed = new HashMap<>();
    /** The bodies that the transaction in progress has added, by digest. */
    private Map<Digest, StoredBody> uncommitted = new HashMap<>();
    /** The files of the large bodies among them. */
    private final List<BodyFile> uncommittedLarge = new ArrayList<>();

    private long uncommittedBytes;

    /**
     * Creates a store; nothing is read or written yet.
     *
     * @param fullPack a pack with this many bytes takes no more bodies
     * @param sealThreshold a body with more bytes has a seal
     */
    public BodyStore(FileOperations fileOperations, Path folder, long fullPack, long sealThreshold) {
        this.fileOperations = fileOperations;
        this.folder = folder;
        this.sealThreshold = sealThreshold;
        packs = new PackFiles(fileOperations, folder, fullPack);
        seals = new BodySealFile(fileOperations, folder.resolveSibling("seals"));
        copier = new BodyCopier(fileOperations, folder);
    }

    /**
     * Returns the body that a journal record names. The first read finds out whether it is there and intact.
     *
     * @param length in bytes
     * @param number of the file that holds it
     * @param position in bytes, from the start of that file
     */
    public StoredBody recover(Digest digest, long length, int number, long position) {
        StoredBody known = committed.get(digest);
        if (known != null && known.isAt(number, position)) {
            return known;
        }
        return number == BodyFile.LARGE
                ? singleFileBody(digest, largeFile(digest, length), false)
                : new StoredBody(digest, packs.recover(number, position + length), position, length);
    }

    /** Returns the copier for large contents. */
    public BodyCopier copier() {
        return copier;
    }

    /**
     * Ends the recovery, after the last {@link #recover}.
     *
     * @param highestNumber the highest pack number in the journal; new packs get higher ones
     */
    public void finishRecovery(int highestNumber) {
        packs.finishRecovery(highestNumber);
    }

    /** Adds content to the transaction, unless an intact body with this digest exists. */
    public void append(Digest digest, byte[] content) throws IOException {
        if (findVerified(digest) != null) {
            return;
        }
        if (content.length > MAX_PACKED_BYTES) {
            append(copier.copy(new ByteArrayInputStream(content), () -> false));
        } else {
            add(packs.append(digest, ByteBuffer.wrap(content)));
        }
    }

    /** Appends a copy of a body to the newest pack, so that its old pack can go. Used by compaction. */
    public StoredBody relocate(StoredBody body) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) body.length());
        body.read(0, content);
        return add(packs.append(body.digest(), content.flip()));
    }

    /** Adds large content, which gets a file of its own, unless an intact body with this digest exists. */
    public void append(BodyCopy copy) throws IOException {
        if (findVerified(copy.digest()) != null) {
            copier.discard(copy);
            return;
        }
        BodyFile file = largeFile(copy.digest(), copy.length());
        copier.moveTo(copy, file.path());
        uncommittedLarge.add(file);
        add(singleFileBody(copy.digest(), file, true));
    }

    /**
     * Creates a body with a file of its own. It gets a seal if it is larger than {@link #sealThreshold} and
     * the file system has reliable stamps.
     */
    private StoredBody singleFileBody(Digest digest, BodyFile file, boolean sound) {
        if (file.end() <= sealThreshold || !FileStamp.SUPPORTED) {
            StoredBody body = new StoredBody(digest, file, 0, file.end());
            return sound ? body.markVerified() : body;
        }
        FileStamp stamp = sound ? FileStamp.of(file.path()) : seals.stamp(digest);
        return new StoredBody(digest, file, new BodySeal(file.path(), stamp));
    }

    /** Saves the seals of the large bodies for the next start. */
    public void saveSeals() throws IOException {
        seals.save(sealed.values());
    }

    /** Returns the intact body with this digest, uncommitted or committed; null if there is none. */
    private @Nullable StoredBody findVerified(Digest digest) throws IOException {
        StoredBody known = uncommitted.get(digest);
        if (known == null) {
            known = committed.get(digest);
        }
        return known != null && known.verify() ? known : null;
    }

    /** Whether an intact body with this digest is committed or in the transaction. */
    public boolean contains(Digest digest) throws IOException {
        return findVerified(digest) != null;
    }

    /**
     * Returns the body with this digest.
     *
     * @throws IOException if there is no intact one
     */
    public StoredBody get(Digest digest) throws IOException {
        StoredBody body = findVerified(digest);
        if (body == null) {
            throw new IOException("the stored content is damaged: " + digest);
        }
        return body;
    }

    private StoredBody add(StoredBody body) {
        uncommitted.put(body.digest(), body);
        uncommittedBytes += body.length();
        return body;
    }

    /** Returns the bytes of the bodies that the transaction has added. */
    public long uncommittedBytes() {
        return uncommittedBytes;
    }

    /** Flushes all added bodies to the disk, and the folder if it has new files. */
    public void flush() throws IOException {
        boolean newPacks = packs.flush();
        if (newPacks || !uncommittedLarge.isEmpty()) {
            fileOperations.flushFolder(folder);
        }
    }

    /** Commits the added bodies. Those that are not retained count as garbage. */
    public void commit() {
        packs.commit();
        reset();
    }

    /**
     * Forgets the added bodies.
     *
     * @param forGood whether no journal record can refer to them, so that their files can be deleted
     */
    public void rollback(boolean forGood) {
        List<BodyFile> gone = new ArrayList<>(packs.rollback());
        gone.addAll(uncommittedLarge);
        if (forGood) {
            gone.forEach(file -> fileOperations.deleteQuietly(file.path()));
        }
        reset();
    }

    private void reset() {
        // A new map: clear() would cost as much as the largest transaction so far, each time.
        uncommitted = new HashMap<>();
        uncommittedLarge.clear();
        uncommittedBytes = 0;
    }

    /** Adds a reference from the publication to a body. */
    public void retain(StoredBody body) {
        if (body.addReferences(1) == 1) {
            committed.put(body.digest(), body);
            if (body.seal() != null) {
                sealed.put(body.digest(), body);
            }
            body.file().addLiveBytes(body.length());
        }
    }

    /** Removes a reference. Without references, a body is garbage, but its readers can continue. */
    public void release(StoredBody body) {
        if (body.addReferences(-1) > 0) {
            return;
        }
        BodyFile file = body.file();
        file.addLiveBytes(-body.length());
        boolean last = committed.remove(body.digest(), body);
        sealed.remove(body.digest(), body);
        BodySeal bodySeal = body.seal();
        if (bodySeal != null) {
            bodySeal.retire();
        }
        if (last && file.number() == BodyFile.LARGE) {
            unlink(file);
        }
    }

    /** Deletes the packs without a body in use. Their readers can continue. */
    public void deleteUnusedPacks() {
        packs.removeUnused().forEach(this::unlink);
    }

    /** Returns the full pack with the least bytes in use, if less than half of it is in use; else null. */
    @Nullable
    public BodyFile sparsestPack() {
        return packs.sparsest();
    }

    /** Deletes files in the folder of the bodies that belong to no body. A crash leaves such files. */
    public void deleteUnknownFiles() throws IOException {
        Set<Path> known = new HashSet<>();
        packs.all().forEach(pack -> known.add(pack.path()));
        for (StoredBody body : committed.values()) {
            if (body.file().number() == BodyFile.LARGE) {
                known.add(body.file().path());
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!known.contains(file) && !copier.contains(file)) {
                    fileOperations.deleteQuietly(file);
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever published.
        }
    }

    /** Closes all files. Nothing can be read afterwards. */
    public void close() throws IOException {
        packs.close();
        for (StoredBody body : committed.values()) {
            body.file().close();
        }
    }

    private BodyFile largeFile(Digest digest, long length) {
        BodyFile file = new BodyFile(BodyFile.LARGE, folder.resolve(digest.toString()));
        file.setEnd(length);
        return file;
    }

    /** Deletes the name of a file. It is opened first, so that its readers can continue. */
    private void unlink(BodyFile file) {
        try {
            file.ensureOpen();
        } catch (IOException e) {
            // The file cannot be opened, so it has no readers.
        }
        fileOperations.deleteQuietly(file.path());
    }
}
