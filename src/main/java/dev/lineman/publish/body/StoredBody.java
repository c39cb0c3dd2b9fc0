package dev.lineman.publish.body;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileStamp;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The stored content of one or more published files: a range of a {@link BodyFile}. The content never changes; damage
 * is found by its digest or its seal. Reading is thread-safe.
 */
public final class StoredBody {
    /** Bytes read at once. Java copies through a buffer of this size outside the heap, one for each thread. */
    private static final int CHUNK = 64 << 10;

    private final Digest digest;
    private final long length;
    private final BodyFile file;
    private final long position;

    /** Whether this process wrote the body or has checked its digest. */
    private volatile boolean verified;

    /** The seal of a large body, which replaces hashing before a read; null for other bodies. */
    private final @Nullable BodySeal bodySeal;

    /** How many files of the newest publication refer to this body. For the writing thread. */
    private int references;

    /** Creates a body that is a range of a file, without a seal. */
    StoredBody(Digest digest, BodyFile file, long position, long length) {
        this.digest = digest;
        this.file = file;
        this.position = position;
        this.length = length;
        this.bodySeal = null;
    }

    /** Creates a large body with a file of its own. It is intact while its seal is. */
    StoredBody(Digest digest, BodyFile file, BodySeal bodySeal) {
        this.digest = digest;
        this.file = file;
        this.position = 0;
        this.length = file.end();
        this.bodySeal = bodySeal;
    }

    /** Marks the body as verified and returns it. */
    StoredBody markVerified() {
        verified = true;
        return this;
    }

    /** Returns the seal of a large body; null for other bodies. */
    @Nullable
    public BodySeal seal() {
        return bodySeal;
    }

    public Digest digest() {
        return digest;
    }

    /** Returns the length in bytes. */
    public long length() {
        return length;
    }

    public BodyFile file() {
        return file;
    }

    /** Returns the position of the first byte in {@link #file}. */
    public long position() {
        return position;
    }

    /** Adds to the reference count, and returns the new count. */
    int addReferences(int more) {
        references += more;
        return references;
    }

    /** Whether the body is at this place. */
    boolean isAt(int number, long place) {
        return file.number() == number && position == place;
    }

    /**
     * Reads from a position until the buffer is full or the body ends.
     *
     * @param from in bytes, from the start of the body
     * @return the number of bytes read, or -1 at the end
     * @throws DamagedBodyException if the stored bytes are not the published ones
     */
    public int read(long from, ByteBuffer target) throws IOException {
        if (bodySeal == null) {
            if (!verified && !verify()) {
                throw new DamagedBodyException(digest);
            }
            return readRaw(from, target);
        }
        // Read first, then check: a change during the read breaks the seal.
        int read = readRaw(from, target);
        if (!bodySeal.isIntact()) {
            throw new DamagedBodyException(digest);
        }
        return read;
    }

    /**
     * Whether the content can be read and matches its digest. Remembers success. For a large body the seal decides,
     * without hashing.
     *
     * @throws ClosedChannelException if the thread is interrupted or the publisher is closed
     */
    public boolean verify() throws IOException {
        if (bodySeal != null) {
            return bodySeal.isIntact();
        }
        if (!verified) {
            verified = matchesDigest();
        }
        return verified;
    }

    /**
     * Hashes a large body. Seals it if it is intact, and breaks the seal if it is not.
     *
     * @throws ClosedChannelException if the thread is interrupted or the publisher is closed
     */
    boolean verifyAndSeal() throws IOException {
        FileStamp before = FileStamp.of(file.path());
        boolean unsealed = bodySeal != null && !bodySeal.isIntact();
        if (unsealed) {
            // Another file may have this name by now.
            file.reopen();
        }
        boolean right = matchesDigest();
        if (bodySeal != null && (unsealed || !right)) {
            bodySeal.setStamp(right ? before : null);
        }
        return right;
    }

    /** Hashes the content. Content that cannot be read counts as damaged. */
    private boolean matchesDigest() throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(1, length)));
        MessageDigest hash = Digest.begin(length);
        try {
            for (long at = 0; at < length; at += chunk.limit()) {
                chunk.clear();
                readRaw(at, chunk);
                hash.update(chunk.flip());
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
        return Digest.finish(hash).equals(digest);
    }

    /** Reads without a check of the content, in chunks of limited size. */
    private int readRaw(long from, ByteBuffer target) throws IOException {
        if (from >= length) {
            return -1;
        }
        int wanted = (int) Math.min(target.remaining(), length - from);
        int limit = target.limit();
        try {
            for (int had = 0; had < wanted; ) {
                target.limit(target.position() + Math.min(CHUNK, wanted - had));
                int more = file.read(target, position + from + had);
                if (more < 0) {
                    throw new EOFException(file.path() + " ends within a body");
                }
                had += more;
            }
        } finally {
            target.limit(limit);
        }
        return wanted;
    }

    /** The stored bytes are not the published ones. */
    public static final class DamagedBodyException extends IOException {
        DamagedBodyException(Digest digest) {
            super("the stored content is damaged: " + digest);
        }
    }
}
