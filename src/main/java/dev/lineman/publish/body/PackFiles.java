package dev.lineman.publish.body;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.WritableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pack files: each holds many small bodies, one after the other. New bodies go to the end of the newest pack.
 * When it is full, a new one begins, and the old one is never written again.
 *
 * <p>Part of {@link BodyStore}. A pack has no structure of its own: the journal says where each body is. For the
 * writing thread.
 */
final class PackFiles {
    /** Bytes that are collected before a write. */
    private static final int BATCH_SIZE = 256 << 10;

    private static final String SUFFIX = ".pack";

    private final FileOperations fileOperations;
    private final Path folder;
    /** A pack with this many bytes takes no more. That bounds the bytes that one compaction moves. */
    private final long fullSize;

    /** By pack number. */
    private final NavigableMap<Integer, BodyFile> packs = new TreeMap<>();

    private int lastNumber;

    private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH_SIZE);
    /** The pack that takes new bodies; null if a new one must begin. */
    private @Nullable BodyFile active;
    /** Open on the active pack; null until the next append. */
    private @Nullable WritableFile writer;
    /** The position in the active pack at which the batch will be written. */
    private long batchPosition;

    /** The packs with new bodies since the last commit, and the end of each at that commit. */
    private final Map<BodyFile, Long> committedEnds = new LinkedHashMap<>();

    /** Packs created since the last commit. */
    private final List<BodyFile> newPacks = new ArrayList<>();

    PackFiles(FileOperations fileOperations, Path folder, long fullSize) {
        this.fileOperations = fileOperations;
        this.folder = folder;
        this.fullSize = fullSize;
    }

    /** Returns the pack with this number, which has at least this many committed bytes. */
    BodyFile recover(int number, long end) {
        BodyFile pack = packs.computeIfAbsent(number, this::packFile);
        pack.setEnd(Math.max(pack.end(), end));
        return pack;
    }

    /**
     * Ends the recovery. Bytes after the last body of a pack were never committed. If the newest pack is too short,
     * the next append begins a new one.
     */
    void finishRecovery(int highestNumber) {
        lastNumber = highestNumber;
        for (BodyFile pack : packs.values()) {
            active = isWhole(pack) ? pack : null;
        }
    }

    /** Whether the file has all its committed bytes. */
    private static boolean isWhole(BodyFile pack) {
        try {
            return pack.size() >= pack.end();
        } catch (IOException e) {
            return false;
        }
    }

    Collection<BodyFile> all() {
        return packs.values();
    }

    /** Appends a body to the newest pack. It is on the disk after {@link #flush}. */
    StoredBody append(Digest digest, ByteBuffer content) throws IOException {
        BodyFile pack = packForAppend();
        StoredBody body =
                new StoredBody(digest, pack, batchPosition + batch.position(), content.remaining()).markVerified();
        while (content.hasRemaining()) {
            if (!batch.hasRemaining()) {
                writeBatch();
            }
            ByteBuffer piece = content.slice().limit(Math.min(batch.remaining(), content.remaining()));
            content.position(content.position() + piece.remaining());
            batch.put(piece);
        }
        return body;
    }

    /**
     * Writes and flushes all appended bodies.
     *
     * @return whether there are new packs, so that the folder must be flushed too
     */
    boolean flush() throws IOException {
        writeBatch();
        for (BodyFile pack : committedEnds.keySet()) {
            // A pack that became full since the last commit has no open writer.
            if (writer != null && pack.equals(active)) {
                writer.flush();
            } else {
                try (WritableFile sealed = fileOperations.open(pack.path())) {
                    sealed.flush();
                }
            }
        }
        return !newPacks.isEmpty();
    }

    /** Commits the appended bodies. */
    void commit() {
        if (active != null && committedEnds.containsKey(active)) {
            active.setEnd(batchPosition);
        }
        newPacks.clear();
        committedEnds.clear();
    }

    /**
     * Forgets the bodies appended since the last commit. Later appends overwrite them.
     *
     * @return the new packs, which are forgotten too; their files still exist
     */
    List<BodyFile> rollback() {
        batch.clear();
        closeWriter();
        committedEnds.forEach(BodyFile::setEnd);
        List<BodyFile> gone = List.copyOf(newPacks);
        gone.forEach(pack -> packs.remove(pack.number()));
        active = packs.isEmpty() ? null : packs.lastEntry().getValue();
        newPacks.clear();
        committedEnds.clear();
        return gone;
    }

    /**
     * Removes the packs without a body in use from the list.
     *
     * @return these packs; their files still exist
     */
    List<BodyFile> removeUnused() {
        List<BodyFile> dead = packs.values().stream()
                .filter(pack -> pack.liveBytes() == 0 && !pack.equals(active))
                .toList();
        dead.forEach(pack -> packs.remove(pack.number()));
        return dead;
    }

    /** Returns the full pack with the least bytes in use, if less than half of it is in use; else null. */
    @Nullable
    BodyFile sparsest() {
        BodyFile sparsest = null;
        for (BodyFile pack : packs.values()) {
            if (!pack.isExcludedFromCompaction()
                    && pack.end() >= fullSize
                    && pack.liveBytes() < pack.end() / 2
                    && (sparsest == null || pack.liveBytes() < sparsest.liveBytes())) {
                sparsest = pack;
            }
        }
        return sparsest;
    }

    void close() throws IOException {
        closeWriter();
        for (BodyFile pack : packs.values()) {
            pack.close();
        }
    }

    private BodyFile packFile(int number) {
        return new BodyFile(number, folder.resolve(number + SUFFIX));
    }

    /** Returns the pack to append to, with an open writer. Bytes of an earlier rollback are cut off. */
    private BodyFile packForAppend() throws IOException {
        BodyFile pack = active;
        if (pack != null && (writer == null ? pack.end() : batchPosition + batch.position()) >= fullSize) {
            if (writer != null) {
                writeBatch();
                pack.setEnd(batchPosition);
                closeWriter();
            }
            pack = null;
        }
        if (pack == null) {
            pack = createPack();
        } else if (writer == null) {
            WritableFile file = fileOperations.open(pack.path());
            writer = file;
            batchPosition = pack.end();
            if (file.size() > batchPosition) {
                file.truncate(batchPosition);
            }
        }
        committedEnds.putIfAbsent(pack, pack.end());
        return pack;
    }

    /** Begins a new pack. A file that a crash left under its name is deleted. */
    private BodyFile createPack() throws IOException {
        fileOperations.createFolders(folder);
        BodyFile pack = packFile(lastNumber + 1);
        if (Files.exists(pack.path())) {
            fileOperations.delete(pack.path());
        }
        writer = fileOperations.create(pack.path());
        batchPosition = 0;
        lastNumber++;
        packs.put(pack.number(), pack);
        newPacks.add(pack);
        active = pack;
        pack.ensureOpen();
        return pack;
    }

    private void writeBatch() throws IOException {
        batch.flip();
        if (batch.hasRemaining() && writer != null) {
            int bytes = batch.remaining();
            writer.write(batch, batchPosition);
            batchPosition += bytes;
        }
        batch.clear();
    }

    private void closeWriter() {
        WritableFile open = writer;
        writer = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // A failed close loses nothing: all committed bytes are flushed.
            }
        }
    }
}
