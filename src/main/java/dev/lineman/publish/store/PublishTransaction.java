package dev.lineman.publish.store;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import dev.lineman.fs.FileOperations;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.body.BodyCopy;
import dev.lineman.publish.body.BodyStore;
import dev.lineman.publish.body.NotStoredException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of the publication in progress. Contents go to the disk at once, so a transaction of any size needs little
 * memory. Readers see nothing before {@link Publisher#publish}. A put wins over a drop of a name that differs only in
 * case.
 *
 * <p>{@code build.PublicationStore} fills it during a cycle. For one thread at a time. A disk error does not throw
 * here, except in {@link #addContent(InputStream)}; {@link Publisher#publish} reports it.
 *
 * <p>Paths are below {@code out/}, with {@code /}. A path outside it, or to the publisher's own files, is a bug of
 * the caller and throws {@link IllegalArgumentException}.
 */
public final class PublishTransaction {
    private final Publication base;
    private final BodyStore bodyStore;
    private final Journal journal;
    private final Map<String, PublishedFile> puts = new LinkedHashMap<>();
    private final Set<String> drops = new LinkedHashSet<>();
    /** The first error of the disk. Afterwards the transaction ignores all steps. */
    private @Nullable IOException failure;
    /** Whether the transaction is published or rolled back. */
    private boolean ended;

    PublishTransaction(Publication base, BodyStore bodyStore, Journal journal) {
        this.base = base;
        this.bodyStore = bodyStore;
        this.journal = journal;
    }

    /** Publishes content without an access rule. */
    public void put(String path, byte[] content, Instant modified) {
        put(path, "", Digest.of(content), content, modified);
    }

    /**
     * Publishes content.
     *
     * @param access the access rule as text; this package does not interpret it
     * @param digest the digest of the content
     * @param modified the time to record if the content differs from the published one
     */
    public void put(String path, String access, Digest digest, byte[] content, Instant modified) {
        check(path);
        addContent(digest, content);
        put(path, access, digest, modified);
    }

    /** Stores content, so that {@link #put(String, String, Digest, Instant)} can publish it under any name. */
    public void addContent(Digest digest, byte[] content) {
        checkOpen();
        append(() -> bodyStore.append(digest, content));
    }

    /**
     * Stores content of any length, copied as it is read.
     *
     * @return the digest of the content; null if the disk failed, which {@link Publisher#publish} reports
     * @throws NotStoredException if the disk has no space for the content; the transaction is unchanged
     * @throws IOException if reading the content fails; the transaction is unchanged
     */
    public @Nullable Digest addContent(InputStream content) throws IOException {
        checkOpen();
        if (failure != null) {
            return null;
        }
        byte[] head = content.readNBytes(BodyStore.MAX_PACKED_BYTES + 1);
        if (head.length <= BodyStore.MAX_PACKED_BYTES) {
            Digest digest = Digest.of(head);
            addContent(digest, head);
            return failure == null ? digest : null;
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), content);
        BodyCopy copy = bodyStore.copier().copy(whole, () -> false);
        try {
            bodyStore.append(copy);
        } catch (IOException e) {
            throw new NotStoredException(e);
        }
        return copy.digest();
    }

    /** Takes over content that is already copied. Takes no time. */
    public void addContent(BodyCopy copy) {
        checkOpen();
        if (failure != null) {
            bodyStore.copier().discard(copy);
        }
        append(() -> bodyStore.append(copy));
    }

    /**
     * Whether content with this digest is stored and intact. After a disk error, true: then nothing is published
     * anyway.
     */
    public boolean has(Digest digest) {
        if (failure != null) {
            return true;
        }
        try {
            return bodyStore.contains(digest);
        } catch (IOException e) {
            failure = e;
            return true;
        }
    }

    /**
     * Publishes content that is stored; see {@link #has}.
     *
     * @param access the access rule as text; this package does not interpret it
     * @param modified the time to record if the content differs from the published one
     */
    public void put(String path, String access, Digest digest, Instant modified) {
        check(path);
        if (failure != null) {
            return;
        }
        String folded = FileNames.fold(path);
        PublishedFile old = base.findFolded(folded);
        try {
            boolean same =
                    old != null && old.digest().equals(digest) && old.body().verify();
            if (old != null && same && old.path().equals(path) && old.access().equals(access)) {
                puts.put(folded, old);
                return;
            }
            long since = modified.getEpochSecond();
            if (old != null) {
                long before = old.modifiedEpochSecond();
                // Last-Modified has a resolution of one second. Two versions must not share one, or a client that
                // compares only dates would keep the first.
                since = old.digest().equals(digest) ? before : Math.max(since, before + 1);
            }
            puts.put(folded, new PublishedFile(path, access, since, bodyStore.get(digest)));
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Removes a path from the publication. A path that is not published is no error. */
    public void drop(String path) {
        check(path);
        drops.add(path);
    }

    /** Stores a memo with this change. It replaces an earlier memo with the same key. */
    public void putMemo(String key, byte[] memo) {
        addStep(change -> change.memo(key, memo));
    }

    /** Removes a memo. */
    public void removeMemo(String key) {
        addStep(change -> change.forget(key));
    }

    /** Ends the transaction; later steps throw. */
    void end() {
        ended = true;
    }

    /** Makes the transaction fail when it is published. */
    void fail(IOException reason) {
        failure = reason;
    }

    /** Returns the puts by folded path; some may equal what is published. */
    Map<String, PublishedFile> puts() {
        return puts;
    }

    /** Returns the paths to drop, exactly as given. */
    Set<String> drops() {
        return drops;
    }

    /** Returns the first error of the disk; null if there was none. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** Adds content, unless the disk has failed. */
    private void append(ContentAction action) {
        if (failure != null) {
            return;
        }
        try {
            action.run();
        } catch (IOException e) {
            failure = e;
        }
    }

    private void checkOpen() {
        if (ended) {
            throw new IllegalStateException("this transaction is published, or a later one was begun");
        }
    }

    /** Adds a step to the journal record, unless the disk has failed. */
    private void addStep(JournalAction action) {
        checkOpen();
        if (failure != null) {
            return;
        }
        try {
            action.run(journal.change());
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Checks that a path is inside {@code out/} and not a file of the publisher. */
    private void check(String path) {
        checkOpen();
        for (int start = 0; start <= path.length(); ) {
            int end = path.indexOf('/', start);
            String name = path.substring(start, end < 0 ? path.length() : end);
            boolean dots = name.isEmpty() || name.equals(".") || name.equals("..");
            boolean ours = FileOperations.isTemporary(name) || (start == 0 && name.equalsIgnoreCase(Publication.STATE));
            if (dots || ours || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not the path of an output: " + path);
            }
            start += name.length() + 1;
        }
    }

    private interface ContentAction {
        void run() throws IOException;
    }

    private interface JournalAction {
        void run(JournalRecordBuilder change) throws IOException;
    }
}
