package dev.lineman.publish;

import dev.lineman.disk.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.MessageDigest;

/** Content where it lies: a piece of a body file. Reading is thread-safe. */
final class Body {
    private static final byte[] NOTHING = {};
    /** The platform reads into a buffer as large as what it is asked for at one go, outside the heap. */
    private static final int CHUNK = 64 << 10;

    private final Digest digest;
    private final long length;
    private final BodyFile file;
    private final long position;

    /** Whether this process wrote the body or has seen that it hashes to its digest. */
    private volatile boolean sound;

    /** How many entries of the newest publication have this body. Of the writing thread. */
    private int claims;

    Body(Digest digest, long length, BodyFile file, long position, boolean sound) {
        this.digest = digest;
        this.length = length;
        this.file = file;
        this.position = position;
        this.sound = sound;
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
        if (!sound && !verify()) {
            throw new DamagedBody(digest);
        }
        return readRaw(from, target);
    }

    /**
     * Whether the content can be read and hashes to its digest; once it does, it is not asked again.
     *
     * @throws ClosedChannelException when the thread is interrupted or the publisher closed
     */
    boolean verify() throws IOException {
        if (sound) {
            return true;
        }
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
        sound = Digest.finish(hash, NOTHING).equals(digest);
        return sound;
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
