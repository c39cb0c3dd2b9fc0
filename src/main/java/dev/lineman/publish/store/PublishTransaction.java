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
 * A change in the making: contents go to the disk as they come, so that an edition of any size needs little memory,
 * and nobody sees them before {@link Publisher#publish}. A put wins over a drop of a name that differs only in case.
 * For one thread at a time; the disk's failures are kept until then.
 *
 * <p>Paths are below {@code out/}, with {@code /}. A path that leads elsewhere, or to the publisher's own files, is a
 * bug of the caller: {@link IllegalArgumentException}.
 */
public final class PublishTransaction {
    private final Publication base;
    private final BodyStore bodyStore;
    private final Journal journal;
    private final Map<String, PublishedFile> puts = new LinkedHashMap<>();
    private final Set<String> drops = new LinkedHashSet<>();
    private @Nullable IOException failure;
    private boolean ended;

    PublishTransaction(Publication base, BodyStore bodyStore, Journal journal) {
        this.base = base;
        this.bodyStore = bodyStore;
        this.journal = journal;
    }

    /** Publishes content that anybody may fetch. */
    public void put(String path, byte[] content, Instant modified) {
        put(path, "", Digest.of(content), content, modified);
    }

    /**
     * Publishes content.
     *
     * @param access who may fetch it, in the caller's words; kept with the content over restarts
     * @param digest what the content hashes to
     * @param modified taken when the content is another than before
     */
    public void put(String path, String access, Digest digest, byte[] content, Instant modified) {
        check(path);
        addContent(digest, content);
        put(path, access, digest, modified);
    }

    /** Keeps content at hand, so that it can be published under any name by its digest. */
    public void addContent(Digest digest, byte[] content) {
        checkOpen();
        append(() -> bodyStore.append(digest, content));
    }

    /**
     * The same for content of any length, copied as it is read.
     *
     * @return what was read hashes to this; null when the disk failed, which {@link Publisher#publish} reports
     * @throws NotStoredException when the disk has no room for it; the edition is as if it had not been asked
     * @throws IOException when reading the content fails; the edition is as if it had not been asked
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

    /** The same for content that was copied before: that takes no time. */
    public void addContent(BodyCopy copy) {
        checkOpen();
        if (failure != null) {
            bodyStore.copier().discard(copy);
        }
        append(() -> bodyStore.append(copy));
    }

    /** Whether content of this digest is at hand: kept in this edition, or published under any name and whole. */
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
     * Publishes content that is at hand; see {@link #has}.
     *
     * @param access who may fetch it, in the caller's words; kept with the content over restarts
     * @param modified taken when the content is another than before
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
                // Two versions never bear one second: a client that knows its copy by its date only would keep the
                // first.
                since = old.digest().equals(digest) ? before : Math.max(since, before + 1);
            }
            puts.put(folded, new PublishedFile(path, access, since, bodyStore.get(digest)));
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Takes a name out of the publication. One that is not there is no error. */
    public void drop(String path) {
        check(path);
        drops.add(path);
    }

    /** Keeps something over restarts, together with this change: a newer memo replaces one of the same key. */
    public void putMemo(String key, byte[] memo) {
        addStep(change -> change.memo(key, memo));
    }

    /** Forgets a memo. */
    public void removeMemo(String key) {
        addStep(change -> change.forget(key));
    }

    /** No more is taken. */
    void end() {
        ended = true;
    }

    /** Fails as a whole. */
    void fail(IOException reason) {
        failure = reason;
    }

    /** By folded path; some may be what was published before. */
    Map<String, PublishedFile> puts() {
        return puts;
    }

    /** Exactly as they were given. */
    Set<String> drops() {
        return drops;
    }

    /** The first failure of the disk. */
    @Nullable
    IOException failure() {
        return failure;
    }

    private void append(ContentAction appending) {
        if (failure != null) {
            return;
        }
        try {
            appending.run();
        } catch (IOException e) {
            failure = e;
        }
    }

    private void checkOpen() {
        if (ended) {
            throw new IllegalStateException("this edition is published, or a later one was begun");
        }
    }

    private void addStep(JournalAction telling) {
        checkOpen();
        if (failure != null) {
            return;
        }
        try {
            telling.run(journal.change());
        } catch (IOException e) {
            failure = e;
        }
    }

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
