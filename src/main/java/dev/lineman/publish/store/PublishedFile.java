package dev.lineman.publish.store;

import dev.lineman.fs.Digest;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.body.StoredBody;
import java.time.Instant;

/**
 * One published file. Its content is read with {@link Publisher#read}, also after a later publication has another
 * one, for as long as somebody holds this entry. Immutable.
 */
public final class PublishedFile {
    private final String path;
    private final String access;
    private final long modifiedEpochSecond;
    private final StoredBody body;

    PublishedFile(String path, String access, long modifiedEpochSecond, StoredBody body) {
        this.path = path;
        this.access = access;
        this.modifiedEpochSecond = modifiedEpochSecond;
        this.body = body;
    }

    /** Below {@code out/}, with {@code /}: {@code provisioning/cfg000413246672}. */
    public String path() {
        return path;
    }

    /** What the content hashes to. */
    public Digest digest() {
        return body.digest();
    }

    /** Bytes of content. */
    public long length() {
        return body.length();
    }

    /** When this content was first published under this name. */
    public Instant modified() {
        return Instant.ofEpochSecond(modifiedEpochSecond);
    }

    /** {@link #modified()} in seconds since 1970. */
    public long modifiedEpochSecond() {
        return modifiedEpochSecond;
    }

    /** Who may fetch it, in words of whoever published it; empty when nothing was said. */
    public String access() {
        return access;
    }

    public StoredBody body() {
        return body;
    }

    PublishedFile movedTo(StoredBody elsewhere) {
        return new PublishedFile(path, access, modifiedEpochSecond, elsewhere);
    }

    @Override
    public String toString() {
        return path + ' ' + digest();
    }
}
