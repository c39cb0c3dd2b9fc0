package dev.lineman.publish;

import dev.lineman.disk.Digest;
import dev.lineman.disk.Disk;
import dev.lineman.disk.FileStamp;
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
final class Bodies {
    /** Up to this many bytes a body goes into a pack. */
    static final int PACKED = 1 << 20;

    private final Disk disk;
    private final Path folder;
    private final Packs packs;
    private final SealFile seals;
    private final BodyCopies copies;
    /** From more bytes on, a body has a seal. */
    private final long large;
    /** The committed bodies that have one. */
    private final Map<Digest, Body> sealed = new HashMap<>();

    private final Map<Digest, Body> committed = new HashMap<>();
    private Map<Digest, Body> fresh = new HashMap<>();
    private final List<BodyFile> freshLarge = new ArrayList<>();
    private long freshBytes;

    Bodies(Disk disk, Path folder, long fullPack, long large) {
        this.disk = disk;
        this.folder = folder;
        this.large = large;
        packs = new Packs(disk, folder, fullPack);
        seals = new SealFile(disk, folder.resolveSibling("seals"));
        copies = new BodyCopies(disk, folder);
    }

    /** A body that the journal speaks of. Whether it is there and whole is found out when it is read. */
    Body recover(Digest digest, long length, int number, long position) {
        Body known = committed.get(digest);
        if (known != null && known.liesAt(number, position)) {
            return known;
        }
        return number == BodyFile.LARGE
                ? alone(digest, large(digest, length), false)
                : new Body(digest, packs.recover(number, position + length), position, length);
    }

    BodyCopies copies() {
        return copies;
    }

    /** Ends the recovery. */
    void recovered(int highestNumber) {
        packs.recovered(highestNumber);
    }

    /** Appends content, unless the same lies here already. */
    void append(Digest digest, byte[] content) throws IOException {
        if (sound(digest) != null) {
            return;
        }
        if (content.length > PACKED) {
            append(copies.copy(new ByteArrayInputStream(content), () -> false));
        } else {
            add(packs.append(digest, ByteBuffer.wrap(content)));
        }
    }

    /** Appends what lies in a pack already, so that it can go from there. */
    Body copy(Body body) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) body.length());
        body.read(0, content);
        return add(packs.append(body.digest(), content.flip()));
    }

    /** Appends large content, which gets a file of its own. */
    void append(BodyCopy copy) throws IOException {
        if (sound(copy.digest()) != null) {
            copies.discard(copy);
            return;
        }
        BodyFile file = large(copy.digest(), copy.length());
        copies.keep(copy, file.path());
        freshLarge.add(file);
        add(alone(copy.digest(), file, true));
    }

    /** A body with a file of its own. */
    private Body alone(Digest digest, BodyFile file, boolean sound) {
        if (file.end() <= large || !FileStamp.SUPPORTED) {
            Body body = new Body(digest, file, 0, file.end());
            return sound ? body.proven() : body;
        }
        FileStamp stamp = sound ? FileStamp.of(file.path()) : seals.stamp(digest);
        return new Body(digest, file, new Seal(file.path(), stamp));
    }

    /** Writes down which large bodies are right, for the next start. */
    void writeSeals() throws IOException {
        seals.write(sealed.values());
    }

    private @Nullable Body sound(Digest digest) throws IOException {
        Body known = fresh.get(digest);
        if (known == null) {
            known = committed.get(digest);
        }
        return known != null && known.verify() ? known : null;
    }

    /** Whether content of this digest was appended or is published, and is whole. */
    boolean holds(Digest digest) throws IOException {
        return sound(digest) != null;
    }

    /** The content of a digest, as {@link #holds} finds it. */
    Body held(Digest digest) throws IOException {
        Body body = sound(digest);
        if (body == null) {
            throw new IOException("the stored content is damaged: " + digest);
        }
        return body;
    }

    private Body add(Body body) {
        fresh.put(body.digest(), body);
        freshBytes += body.length();
        return body;
    }

    /** Bytes of bodies that were appended since the last commit. */
    long freshBytes() {
        return freshBytes;
    }

    /** Returns when everything appended lies on the disk. */
    void flush() throws IOException {
        boolean newPacks = packs.flush();
        if (newPacks || !freshLarge.isEmpty()) {
            disk.flushFolder(folder);
        }
    }

    /** What was appended belongs to the publication from now on, as far as it gets claimed. */
    void commit() {
        packs.commit();
        beginAnew();
    }

    /**
     * Forgets what was appended.
     *
     * @param forGood whether no journal can lead there: the files go too
     */
    void abandon(boolean forGood) {
        List<BodyFile> gone = new ArrayList<>(packs.abandon());
        gone.addAll(freshLarge);
        if (forGood) {
            gone.forEach(file -> disk.discard(file.path()));
        }
        beginAnew();
    }

    private void beginAnew() {
        // Clearing it would cost, with every later change, what the largest one was.
        fresh = new HashMap<>();
        freshLarge.clear();
        freshBytes = 0;
    }

    /** An entry has this body. */
    void claim(Body body) {
        if (body.addClaims(1) == 1) {
            committed.put(body.digest(), body);
            if (body.seal() != null) {
                sealed.put(body.digest(), body);
            }
            body.file().addLive(body.length());
        }
    }

    /** An entry has this body no longer; whoever reads it reads on. */
    void release(Body body) {
        if (body.addClaims(-1) > 0) {
            return;
        }
        BodyFile file = body.file();
        file.addLive(-body.length());
        boolean last = committed.remove(body.digest(), body);
        sealed.remove(body.digest(), body);
        Seal seal = body.seal();
        if (seal != null) {
            seal.retire();
        }
        if (last && file.number() == BodyFile.LARGE) {
            retire(file);
        }
    }

    /** Removes the packs in which nothing is claimed; whoever reads in one reads on. */
    void sweep() {
        packs.sweep().forEach(this::retire);
    }

    /** A full pack of which less than half is claimed, if there is one: its bodies had better move. */
    @Nullable
    BodyFile sparsest() {
        return packs.sparsest();
    }

    /** Removes files in the bodies' folder that no body leads to: a crash left them. */
    void clean() throws IOException {
        Set<Path> known = new HashSet<>();
        packs.all().forEach(pack -> known.add(pack.path()));
        for (Body body : committed.values()) {
            if (body.file().number() == BodyFile.LARGE) {
                known.add(body.file().path());
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!known.contains(file) && !copies.contains(file)) {
                    disk.discard(file);
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever published.
        }
    }

    void close() throws IOException {
        packs.close();
        for (Body body : committed.values()) {
            body.file().close();
        }
    }

    private BodyFile large(Digest digest, long length) {
        BodyFile file = new BodyFile(BodyFile.LARGE, folder.resolve(digest.toString()));
        file.setEnd(length);
        return file;
    }

    private void retire(BodyFile file) {
        try {
            file.hold();
        } catch (IOException e) {
            // Nobody reads it, then.
        }
        disk.discard(file.path());
    }
}
