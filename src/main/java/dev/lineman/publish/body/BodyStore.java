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
 * All bodies: small ones in packs, and a file for each large one. Equal content lies here once. A change's bodies are
 * appended, flushed and then, once the journal names them, committed; or abandoned. Of the writing thread.
 */
public final class BodyStore {
    /** Up to this many bytes a body goes into a pack. */
    public static final int MAX_PACKED_BYTES = 1 << 20;

    private final FileOperations fileOperations;
    private final Path folder;
    private final PackFiles packs;
    private final BodySealFile seals;
    private final BodyCopier copier;
    /** From more bytes on, a body has a seal. */
    private final long sealThreshold;
    /** The committed bodies that have one. */
    private final Map<Digest, StoredBody> sealed = new HashMap<>();

    private final Map<Digest, StoredBody> committed = new HashMap<>();
    private Map<Digest, StoredBody> uncommitted = new HashMap<>();
    private final List<BodyFile> uncommittedLarge = new ArrayList<>();
    private long uncommittedBytes;

    public BodyStore(FileOperations fileOperations, Path folder, long fullPack, long large) {
        this.fileOperations = fileOperations;
        this.folder = folder;
        this.sealThreshold = large;
        packs = new PackFiles(fileOperations, folder, fullPack);
        seals = new BodySealFile(fileOperations, folder.resolveSibling("seals"));
        copier = new BodyCopier(fileOperations, folder);
    }

    /** A body that the journal speaks of. Whether it is there and whole is found out when it is read. */
    public StoredBody recover(Digest digest, long length, int number, long position) {
        StoredBody known = committed.get(digest);
        if (known != null && known.isAt(number, position)) {
            return known;
        }
        return number == BodyFile.LARGE
                ? singleFileBody(digest, largeFile(digest, length), false)
                : new StoredBody(digest, packs.recover(number, position + length), position, length);
    }

    public BodyCopier copier() {
        return copier;
    }

    /** Ends the recovery. */
    public void finishRecovery(int highestNumber) {
        packs.finishRecovery(highestNumber);
    }

    /** Appends content, unless the same lies here already. */
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

    /** Appends what lies in a pack already, so that it can go from there. */
    public StoredBody relocate(StoredBody body) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) body.length());
        body.read(0, content);
        return add(packs.append(body.digest(), content.flip()));
    }

    /** Appends large content, which gets a file of its own. */
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

    /** A body with a file of its own. */
    private StoredBody singleFileBody(Digest digest, BodyFile file, boolean sound) {
        if (file.end() <= sealThreshold || !FileStamp.SUPPORTED) {
            StoredBody body = new StoredBody(digest, file, 0, file.end());
            return sound ? body.markVerified() : body;
        }
        FileStamp stamp = sound ? FileStamp.of(file.path()) : seals.stamp(digest);
        return new StoredBody(digest, file, new BodySeal(file.path(), stamp));
    }

    /** Writes down which large bodies are right, for the next start. */
    public void saveSeals() throws IOException {
        seals.save(sealed.values());
    }

    private @Nullable StoredBody findVerified(Digest digest) throws IOException {
        StoredBody known = uncommitted.get(digest);
        if (known == null) {
            known = committed.get(digest);
        }
        return known != null && known.verify() ? known : null;
    }

    /** Whether content of this digest was appended or is published, and is whole. */
    public boolean contains(Digest digest) throws IOException {
        return findVerified(digest) != null;
    }

    /** The content of a digest, as {@link #contains} finds it. */
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

    /** Bytes of bodies that were appended since the last commit. */
    public long uncommittedBytes() {
        return uncommittedBytes;
    }

    /** Returns when everything appended lies on the disk. */
    public void flush() throws IOException {
        boolean newPacks = packs.flush();
        if (newPacks || !uncommittedLarge.isEmpty()) {
            fileOperations.flushFolder(folder);
        }
    }

    /** What was appended belongs to the publication from now on, as far as it gets claimed. */
    public void commit() {
        packs.commit();
        reset();
    }

    /**
     * Forgets what was appended.
     *
     * @param forGood whether no journal can lead there: the files go too
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
        // Clearing it would cost, with every later change, what the largest one was.
        uncommitted = new HashMap<>();
        uncommittedLarge.clear();
        uncommittedBytes = 0;
    }

    /** An entry has this body. */
    public void retain(StoredBody body) {
        if (body.addReferences(1) == 1) {
            committed.put(body.digest(), body);
            if (body.seal() != null) {
                sealed.put(body.digest(), body);
            }
            body.file().addLiveBytes(body.length());
        }
    }

    /** An entry has this body no longer; whoever reads it reads on. */
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

    /** Removes the packs in which nothing is claimed; whoever reads in one reads on. */
    public void deleteUnusedPacks() {
        packs.removeUnused().forEach(this::unlink);
    }

    /** A full pack of which less than half is claimed, if there is one: its bodies had better move. */
    @Nullable
    public BodyFile sparsestPack() {
        return packs.sparsest();
    }

    /** Removes files in the bodies' folder that no body leads to: a crash left them. */
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

    private void unlink(BodyFile file) {
        try {
            file.ensureOpen();
        } catch (IOException e) {
            // Nobody reads it, then.
        }
        fileOperations.deleteQuietly(file.path());
    }
}
