package dev.lineman.publish;

import dev.lineman.disk.Digest;
import dev.lineman.disk.FileStamp;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Content where it lies: a piece of a body file. Reading is thread-safe. */
final class Body {
    /** The platform reads into a buffer as large as what it is asked for at one go, outside the heap. */
    private static final int CHUNK = 64 << 10;

    private final Digest digest;
    private final long length;
    private final BodyFile file;
    private final long position;

    /** Whether this process wrote the body or has seen that it hashes to its digest. */
    private volatile boolean sound;

    /** Of a body that nobody waits for while it is hashed; null for others. */
    private final @Nullable Seal seal;

    /** How many entries of the newest publication have this body. Of the writing thread. */
    private int claims;

    /** A piece of a file. */
    Body(Digest digest, BodyFile file, long position, long length) {
        this.digest = digest;
        this.file = file;
        this.position = position;
        this.length = length;
        this.seal = null;
    }

    /** A large body, which has its file alone: it is whole while its seal holds. */
    Body(Digest digest, BodyFile file, Seal seal) {
        this.digest = digest;
        this.file = file;
        this.position = 0;
        this.length = file.end();
        this.seal = seal;
    }

    /** The same, of which it is known that it hashes to its digest. */
    Body proven() {
        sound = true;
        return this;
    }

    @Nullable
    Seal seal() {
        return seal;
    }

    Digest digest() {
        return digest;
    }

    long length() {
        return length;
    }

    BodyFile file() {
        return file;
    }

    long position() {
        return position;
    }

    int addClaims(int more) {
        claims += more;
        return claims;
    }

    boolean liesAt(int number, long place) {
        return file.number() == number && position == place;
    }

    /**
     * Reads from a place in the body on, as much as the target takes.
     *
     * @return the bytes read, -1 at the end
     * @throws DamagedBody when what lies there is not what was published
     */
    int read(long from, ByteBuffer target) throws IOException {
        if (seal == null) {
            if (!sound && !verify()) {
                throw new DamagedBody(digest);
            }
            return readRaw(from, target);
        }
        int read = readRaw(from, target);
        if (!seal.holds()) {
            throw new DamagedBody(digest);
        }
        return read;
    }

    /**
     * Whether the content can be read and hashes to its digest; once it does, it is not asked again. A large body is not hashed
     * for this: it is as its seal says.
     *
     * @throws ClosedChannelException when the thread is interrupted or the publisher closed
     */
    boolean verify() throws IOException {
        if (seal != null) {
            return seal.holds();
        }
        if (!sound) {
            sound = hashes();
        }
        return sound;
    }

    /**
     * Hashes a large body, and seals it where it is right.
     *
     * @throws ClosedChannelException when the thread is interrupted or the publisher closed
     */
    boolean check() throws IOException {
        FileStamp before = FileStamp.of(file.path());
        boolean unsealed = seal != null && !seal.holds();
        if (unsealed) {
            // Another file may have got the name.
            file.reopen();
        }
        boolean right = hashes();
        if (seal != null && (unsealed || !right)) {
            seal.set(right ? before : null);
        }
        return right;
    }

    private boolean hashes() throws IOException {
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
    static final class DamagedBody extends IOException {
        DamagedBody(Digest digest) {
            super("the stored content is damaged: " + digest);
        }
    }
}
