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
 * The files in which bodies lie one behind the other. The newest grows at its end; when it is full there is a newer
 * one, and nothing is ever written into it again. Of the writing thread.
 */
final class PackFiles {
    private static final int BATCH_SIZE = 256 << 10;
    private static final String SUFFIX = ".pack";

    private final FileOperations fileOperations;
    private final Path folder;
    /** A pack with as many bytes gets no more: it bounds what a compaction moves at once. */
    private final long fullSize;

    private final NavigableMap<Integer, BodyFile> packs = new TreeMap<>();
    private int lastNumber;

    private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH_SIZE);
    private @Nullable BodyFile active;
    private @Nullable WritableFile writer;
    /** Where the batch goes in the active pack. */
    private long batchPosition;

    /** The packs appended to since the last commit, and where each ended then. */
    private final Map<BodyFile, Long> committedEnds = new LinkedHashMap<>();

    private final List<BodyFile> newPacks = new ArrayList<>();

    PackFiles(FileOperations fileOperations, Path folder, long full) {
        this.fileOperations = fileOperations;
        this.folder = folder;
        this.fullSize = full;
    }

    /** A pack that the journal speaks of, at least as long as this. */
    BodyFile recover(int number, long end) {
        BodyFile pack = packs.computeIfAbsent(number, this::packFile);
        pack.setEnd(Math.max(pack.end(), end));
        return pack;
    }

    /** Ends the recovery: what lies beyond the last claimed byte of a pack was never committed. */
    void finishRecovery(int highestNumber) {
        lastNumber = highestNumber;
        for (BodyFile pack : packs.values()) {
            active = isWhole(pack) ? pack : null;
        }
    }

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

    /** Appends a body. */
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
     * Returns when everything appended lies on the disk.
     *
     * @return whether there are new packs, whose names do not yet
     */
    boolean flush() throws IOException {
        writeBatch();
        for (BodyFile pack : committedEnds.keySet()) {
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

    /** What was appended stays. */
    void commit() {
        if (active != null && committedEnds.containsKey(active)) {
            active.setEnd(batchPosition);
        }
        newPacks.clear();
        committedEnds.clear();
    }

    /**
     * Forgets what was appended since the last commit: it is overwritten later.
     *
     * @return the packs that go with it, but for their files
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
     * Takes out the packs in which nothing is claimed.
     *
     * @return these packs; their files are still there
     */
    List<BodyFile> removeUnused() {
        List<BodyFile> dead = packs.values().stream()
                .filter(pack -> pack.liveBytes() == 0 && !pack.equals(active))
                .toList();
        dead.forEach(pack -> packs.remove(pack.number()));
        return dead;
    }

    /** A full pack of which less than half is claimed, if there is one: its bodies had better move. */
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

    /** The pack to append to, open and cut at its end. */
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
                // What was written is flushed, or is abandoned.
            }
        }
    }
}
