package dev.lineman.publish.body;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileStamp;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Content where it lies: a piece of a body file. Reading is thread-safe. */
public final class StoredBody {
    /** The platform reads into a buffer as large as what it is asked for at one go, outside the heap. */
    private static final int CHUNK = 64 << 10;

    private final Digest digest;
    private final long length;
    private final BodyFile file;
    private final long position;

    /** Whether this process wrote the body or has seen that it hashes to its digest. */
    private volatile boolean verified;

    /** Of a body that nobody waits for while it is hashed; null for others. */
    private final @Nullable BodySeal bodySeal;

    /** How many entries of the newest publication have this body. Of the writing thread. */
    private int references;

    /** A piece of a file. */
    StoredBody(Digest digest, BodyFile file, long position, long length) {
        this.digest = digest;
        this.file = file;
        this.position = position;
        this.length = length;
        this.bodySeal = null;
    }

    /** A large body, which has its file alone: it is whole while its seal holds. */
    StoredBody(Digest digest, BodyFile file, BodySeal bodySeal) {
        this.digest = digest;
        this.file = file;
        this.position = 0;
        this.length = file.end();
        this.bodySeal = bodySeal;
    }

    /** The same, of which it is known that it hashes to its digest. */
    StoredBody markVerified() {
        verified = true;
        return this;
    }

    @Nullable
    public BodySeal seal() {
        return bodySeal;
    }

    public Digest digest() {
        return digest;
    }

    public long length() {
        return length;
    }

    public BodyFile file() {
        return file;
    }

    public long position() {
        return position;
    }

    int addReferences(int more) {
        references += more;
        return references;
    }

    boolean isAt(int number, long place) {
        return file.number() == number && position == place;
    }

    /**
     * Reads from a place in the body on, as much as the target takes.
     *
     * @return the bytes read, -1 at the end
     * @throws DamagedBodyException when what lies there is not what was published
     */
    public int read(long from, ByteBuffer target) throws IOException {
        if (bodySeal == null) {
            if (!verified && !verify()) {
                throw new DamagedBodyException(digest);
            }
            return readRaw(from, target);
        }
        int read = readRaw(from, target);
        if (!bodySeal.isIntact()) {
            throw new DamagedBodyException(digest);
        }
        return read;
    }

    /**
     * Whether the content can be read and hashes to its digest; once it does, it is not asked again. A large body is not hashed
     * for this: it is as its seal says.
     *
     * @throws ClosedChannelException when the thread is interrupted or the publisher closed
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
     * Hashes a large body, and seals it where it is right.
     *
     * @throws ClosedChannelException when the thread is interrupted or the publisher closed
     */
    boolean verifyAndSeal() throws IOException {
        FileStamp before = FileStamp.of(file.path());
        boolean unsealed = bodySeal != null && !bodySeal.isIntact();
        if (unsealed) {
            // Another file may have got the name.
            file.reopen();
        }
        boolean right = matchesDigest();
        if (bodySeal != null && (unsealed || !right)) {
            bodySeal.setStamp(right ? before : null);
        }
        return right;
    }

    private boolean matchesDigest() throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(1, length)));
        MessageDigest hash = Digest.begin();
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

    /** What lies on the disk is not what was published. */
    public static final class DamagedBodyException extends IOException {
        DamagedBodyException(Digest digest) {
            super("the stored content is damaged: " + digest);
        }
    }
}
