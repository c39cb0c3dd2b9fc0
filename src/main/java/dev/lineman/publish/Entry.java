package dev.lineman.publish;

import dev.lineman.disk.Digest;
import java.time.Instant;

/**
 * One published file. Its content is read with {@link Publisher#read}, also after a later publication has another
 * one, for as long as somebody holds this entry. Immutable.
 */
public final class Entry {
    private final String path;
    private final String access;
    private final long modifiedEpochSecond;
    private final Body body;

    Entry(String path, String access, long modifiedEpochSecond, Body body) {
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

    Body body() {
        return body;
    }

    Entry movedTo(Body elsewhere) {
        return new Entry(path, access, modifiedEpochSecond, elsewhere);
    }

    @Override
    public String toString() {
        return path + ' ' + digest();
    }
}
