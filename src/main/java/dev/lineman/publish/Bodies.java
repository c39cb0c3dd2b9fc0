package dev.lineman.publish;

import dev.lineman.disk.Digest;
import dev.lineman.disk.Disk;
import dev.lineman.disk.WritableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All bodies: packs that grow at their end, and a file for each large body. Equal content lies here once. A change's
 * bodies are appended, flushed and then, once the journal names them, committed; or abandoned. Of the writing thread.
 */
final class Bodies {
    /** Up to this many bytes a body goes into a pack. */
    static final int PACKED = 1 << 20;

    private static final int BATCH = 256 << 10;
    private static final byte[] NOTHING = {};
    private static final String PACK = ".pack";

    private final Disk disk;
    private final Path folder;
    /** A pack with as many bytes gets no more: it bounds what a compaction moves at once. */
    private final long fullPack;

    private final Map<Digest, Body> committed = new HashMap<>();
    private final NavigableMap<Integer, BodyFile> packs = new TreeMap<>();
    private int lastNumber;

    private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH);
    private @Nullable BodyFile active;
    private @Nullable WritableFile writer;
    /** Where the next byte of the batch goes in the active pack. */
    private long written;

    private final Map<Digest, Body> fresh = new HashMap<>();
    private final List<BodyFile> freshFiles = new ArrayList<>();
    /** The packs appended to since the last commit, and where each ended then. */
    private final Map<BodyFile, Long> grown = new LinkedHashMap<>();

    private long freshBytes;

    Bodies(Disk disk, Path folder, long fullPack) {
        this.disk = disk;
        this.folder = folder;
        this.fullPack = fullPack;
    }

    /** A body that the journal speaks of. Whether it is there and whole is found out when it is read. */
    Body recover(Digest digest, long length, int number, long position) {
        Body known = committed.get(digest);
        if (known != null && known.liesAt(number, position)) {
            return known;
        }
        BodyFile file = number == BodyFile.LARGE ? large(digest) : packs.computeIfAbsent(number, this::pack);
        file.setEnd(Math.max(file.end(), position + length));
        return new Body(digest, length, file, position, false);
    }

    /** Ends the recovery: what lies beyond the last claimed byte of a pack was never committed. */
    void recovered(int highestNumber) {
        lastNumber = highestNumber;
        Map.Entry<Integer, BodyFile> last = packs.lastEntry();
        active = last == null || isCut(last.getValue()) ? null : last.getValue();
    }

    private static boolean isCut(BodyFile pack) {
        try {
            return pack.size() < pack.end();
        } catch (IOException e) {
            return true;
        }
    }

    /** Appends content, unless the same lies here already. */
    Body append(Digest digest, ByteBuffer content) throws IOException {
        Body known = sound(digest);
        if (known != null) {
            return known;
        }
        return appendNew(digest, content);
    }

    private Body appendNew(Digest digest, ByteBuffer content) throws IOException {
        int length = content.remaining();
        BodyFile pack = room();
        Body body = new Body(digest, length, pack, written + batch.position(), true);
        while (content.hasRemaining()) {
            if (!batch.hasRemaining()) {
                writeBatch();
            }
            ByteBuffer piece = content.slice().limit(Math.min(batch.remaining(), content.remaining()));
            content.position(content.position() + piece.remaining());
            batch.put(piece);
        }
        fresh.put(digest, body);
        freshBytes += length;
        return body;
    }

    /**
     * Copies content of any length: into a pack when it is small, into a file of its own when not.
     *
     * @throws Unreadable when reading the content fails
     */
    Body append(InputStream content) throws IOException {
        byte[] head = Unreadable.reading(() -> content.readNBytes(PACKED + 1));
        if (head.length <= PACKED) {
            return append(Digest.of(head), ByteBuffer.wrap(head));
        }
        Path temporary = folder.resolve(disk.temporaryName());
        disk.createFolders(folder);
        MessageDigest hash = Digest.begin();
        long length = 0;
        try {
            try (WritableFile file = disk.create(temporary)) {
                for (byte[] piece = head;
                        piece.length > 0;
                        piece = Unreadable.reading(() -> content.readNBytes(BATCH))) {
                    hash.update(piece);
                    file.write(ByteBuffer.wrap(piece), length);
                    length += piece.length;
                }
                file.flush();
            }
            return keep(temporary, Digest.finish(hash, NOTHING), length);
        } catch (IOException e) {
            tryDelete(temporary);
            throw e;
        }
    }

    /** Appends what lies somewhere else already, so that it can go from there. */
    Body copy(Body body) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) body.length());
        body.read(0, content);
        return appendNew(body.digest(), content.flip());
    }

    private Body keep(Path temporary, Digest digest, long length) throws IOException {
        Body known = sound(digest);
        if (known != null) {
            tryDelete(temporary);
            return known;
        }
        BodyFile file = large(digest);
        disk.rename(temporary, file.path());
        file.setEnd(length);
        freshFiles.add(file);
        Body body = new Body(digest, length, file, 0, true);
        fresh.put(digest, body);
        freshBytes += length;
        return body;
    }

    private @Nullable Body sound(Digest digest) throws IOException {
        Body known = fresh.get(digest);
        if (known == null) {
            known = committed.get(digest);
        }
        return known != null && known.verify() ? known : null;
    }

    /** Bytes of bodies that were appended since the last commit. */
    long freshBytes() {
        return freshBytes;
    }

    /** Bodies that were appended since the last commit. */
    int freshCount() {
        return fresh.size();
    }

    /** Returns when everything appended lies on the disk. */
    void flush() throws IOException {
        writeBatch();
        for (BodyFile pack : grown.keySet()) {
            if (writer != null && pack.equals(active)) {
                writer.flush();
            } else {
                try (WritableFile full = disk.open(pack.path())) {
                    full.flush();
                }
            }
        }
        if (!freshFiles.isEmpty()) {
            disk.flushFolder(folder);
        }
    }

    /** What was appended belongs to the publication from now on, as far as it gets claimed. */
    void commit() {
        if (active != null && grown.containsKey(active)) {
            active.setEnd(written);
        }
        beginAnew();
    }

    /**
     * Forgets what was appended.
     *
     * @param forGood whether no journal can lead there: the files go too
     */
    void abandon(boolean forGood) {
        batch.clear();
        closeWriter();
        grown.forEach(BodyFile::setEnd);
        for (BodyFile file : freshFiles) {
            packs.remove(file.number());
            if (forGood) {
                tryDelete(file.path());
            }
        }
        active = packs.isEmpty() ? null : packs.lastEntry().getValue();
        beginAnew();
    }

    private void beginAnew() {
        fresh.clear();
        freshFiles.clear();
        grown.clear();
        freshBytes = 0;
    }

    /** An entry has this body. */
    void claim(Body body) {
        if (body.addClaims(1) == 1) {
            committed.put(body.digest(), body);
            body.file().addLive(body.length());
        }
    }

    /** An entry has this body no longer; nobody else's content is lost. */
    void release(Body body) {
        if (body.addClaims(-1) > 0) {
            return;
        }
        BodyFile file = body.file();
        file.addLive(-body.length());
        boolean last = committed.remove(body.digest(), body);
        if (last && file.number() == BodyFile.LARGE) {
            retire(file);
        }
    }

    /** Removes the packs in which nothing is claimed; whoever reads in one reads on. */
    void sweep() {
        for (BodyFile pack : List.copyOf(packs.values())) {
            if (pack.live() == 0 && !pack.equals(active)) {
                packs.remove(pack.number());
                retire(pack);
            }
        }
    }

    /** A full pack of which less than half is claimed, if there is one: its bodies had better move. */
    @Nullable
    BodyFile sparsest() {
        BodyFile sparsest = null;
        for (BodyFile pack : packs.values()) {
            if (!pack.isKept()
                    && pack.end() >= fullPack
                    && pack.live() < pack.end() / 2
                    && (sparsest == null || pack.live() < sparsest.live())) {
                sparsest = pack;
            }
        }
        return sparsest;
    }

    /** Removes files in the bodies' folder that no body leads to: a crash left them. */
    void clean() throws IOException {
        Set<Path> known = new HashSet<>();
        packs.values().forEach(pack -> known.add(pack.path()));
        committed.values().stream()
                .map(Body::file)
                .filter(file -> file.number() == BodyFile.LARGE)
                .forEach(file -> known.add(file.path()));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!known.contains(file)) {
                    tryDelete(file);
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever published.
        }
    }

    void close() throws IOException {
        closeWriter();
        for (BodyFile pack : packs.values()) {
            pack.close();
        }
        for (Body body : committed.values()) {
            body.file().close();
        }
    }

    private BodyFile pack(int number) {
        return new BodyFile(number, folder.resolve(number + PACK));
    }

    private BodyFile large(Digest digest) {
        return new BodyFile(BodyFile.LARGE, folder.resolve(digest.toString()));
    }

    /** The pack to append to, open and cut at its end. */
    private BodyFile room() throws IOException {
        BodyFile pack = active;
        if (pack != null && (writer == null ? pack.end() : written + batch.position()) >= fullPack) {
            if (writer != null) {
                writeBatch();
                pack.setEnd(written);
                closeWriter();
            }
            pack = null;
        }
        if (pack == null) {
            pack = newPack();
        } else if (writer == null) {
            WritableFile file = disk.open(pack.path());
            writer = file;
            written = pack.end();
            if (file.size() > written) {
                file.truncate(written);
            }
        }
        grown.putIfAbsent(pack, pack.end());
        return pack;
    }

    private BodyFile newPack() throws IOException {
        disk.createFolders(folder);
        BodyFile pack = pack(lastNumber + 1);
        if (Files.exists(pack.path())) {
            disk.delete(pack.path());
        }
        writer = disk.create(pack.path());
        written = 0;
        lastNumber++;
        packs.put(pack.number(), pack);
        freshFiles.add(pack);
        active = pack;
        return pack;
    }

    private void writeBatch() throws IOException {
        batch.flip();
        if (batch.hasRemaining() && writer != null) {
            int bytes = batch.remaining();
            writer.write(batch, written);
            written += bytes;
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

    private void retire(BodyFile file) {
        try {
            file.hold();
        } catch (IOException e) {
            // Nobody reads it, then.
        }
        tryDelete(file.path());
    }

    private void tryDelete(Path path) {
        try {
            disk.delete(path);
        } catch (IOException e) {
            // It takes up space until the next start cleans up.
        }
    }
}
