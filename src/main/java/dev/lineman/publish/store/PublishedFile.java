package dev.lineman.publish.store;

import dev.lineman.fs.Digest;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.body.StoredBody;
import java.time.Instant;

/**
 * One published file: path, access rule, time and body. Its content can be read with {@link Publisher#read} as long
 * as this object is in use, also after a later publication. Immutable and thread-safe.
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

    /** Returns the path below {@code out/}, with {@code /}: {@code provisioning/cfg000413246672}. */
    public String path() {
        return path;
    }

    /** Returns the digest of the content. */
    public Digest digest() {
        return body.digest();
    }

    /** Returns the length of the content in bytes. */
    public long length() {
        return body.length();
    }

    /** Returns when this content was first published under this path, in whole seconds. */
    public Instant modified() {
        return Instant.ofEpochSecond(modifiedEpochSecond);
    }

    /** Returns {@link #modified()} in seconds since 1970. */
    public long modifiedEpochSecond() {
        return modifiedEpochSecond;
    }

    /** Returns the access rule as the text that the transaction gave; empty if it gave none. */
    public String access() {
        return access;
    }

    /** Returns where the content is stored. */
    public StoredBody body() {
        return body;
    }

    /** Returns the same file with a copy of its body, for compaction. */
    PublishedFile movedTo(StoredBody elsewhere) {
        return new PublishedFile(path, access, modifiedEpochSecond, elsewhere);
    }

    @Override
    public String toString() {
        return path + ' ' + digest();
    }
}
