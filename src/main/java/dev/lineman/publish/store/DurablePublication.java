package dev.lineman.publish.store;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import dev.lineman.fs.FileOperations;
import dev.lineman.publish.body.BodyCopier;
import dev.lineman.publish.body.BodyFile;
import dev.lineman.publish.body.BodyStore;
import dev.lineman.publish.body.StoredBody;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The publication on the disk: bodies, the journal, and the {@link Publication} on which both agree. A change is
 * published once its journal record is flushed. Bodies are flushed before that record.
 *
 * <p>{@link dev.lineman.publish.Publisher} is its only writer. {@link #current} is for any thread, everything else
 * for the writing thread.
 */
public final class DurablePublication {
    /**
     * The limits of the store.
     *
     * @param fullPack bytes; a larger pack takes no more bodies, which bounds the work of one compaction
     * @param journalSlack bytes; the journal is not rewritten for less garbage than this
     * @param repairStepFiles how many files one repair step checks at most
     * @param sealThreshold bytes; a larger body is verified in the background
     */
    public record Sizes(long fullPack, long journalSlack, int repairStepFiles, long sealThreshold) {}

    private final BodyStore bodyStore;
    private final Journal journal;
    private final boolean journalLost;
    /** Shared with the mirror, which removes what is done. */
    private final Map<String, Digest> leftovers;
    /** Whether the journal has drops without a note that they reached the mirror. */
    private boolean unmirrored;

    /** The transaction in progress; null between transactions. */
    private @Nullable PublishTransaction openTransaction;
    /** The publication that readers see; replaced with one store. */
    private volatile Publication current;

    /** Reads the journal in a folder. Writes nothing. If the journal cannot be read, nothing is published. */
    public DurablePublication(FileOperations fileOperations, Path folder, Sizes sizes) throws IOException {
        bodyStore = new BodyStore(fileOperations, folder.resolve("bodies"), sizes.fullPack(), sizes.sealThreshold());
        journal = new Journal(fileOperations, folder.resolve("journal"), sizes.journalSlack());
        JournalRecovery recovery = journal.recover(JournalRecovery::new);
        journalLost = recovery == null;
        JournalRecovery recovered = recovery == null ? new JournalRecovery() : recovery;
        current = recovered.publication(bodyStore);
        leftovers = recovered.leftovers();
        unmirrored = !leftovers.isEmpty();
    }

    public Publication current() {
        return current;
    }

    /** Whether a journal exists but cannot be read. */
    public boolean journalLost() {
        return journalLost;
    }

    /**
     * Returns the dropped files that the mirror may still have, each with the digest of its last published content.
     */
    public Map<String, Digest> leftovers() {
        return leftovers;
    }

    /** Passes every memo to a listener, oldest first. */
    public void readMemos(MemoListener reader) throws IOException {
        journal.readMemos(reader);
    }

    /** Returns the copier for large contents. */
    public BodyCopier bodyCopier() {
        return bodyStore.copier();
    }

    /** Returns the bytes of the bodies that the transaction in progress has added. */
    public long uncommittedBytes() {
        return bodyStore.uncommittedBytes();
    }

    /**
     * Begins a transaction; rolls back an earlier one that is not published. A journal that cannot be truncated makes
     * the transaction fail when it is published.
     */
    public PublishTransaction begin() {
        rollback();
        PublishTransaction publishTransaction = new PublishTransaction(current, bodyStore, journal);
        try {
            journal.truncate();
        } catch (IOException e) {
            publishTransaction.fail(e);
        }
        openTransaction = publishTransaction;
        return publishTransaction;
    }

    /** Rolls back the transaction in progress, if there is one. */
    public void rollback() {
        PublishTransaction publishTransaction = openTransaction;
        if (publishTransaction != null) {
            publishTransaction.end();
            openTransaction = null;
            journal.rollback();
            bodyStore.rollback(truncateJournal());
        }
    }

    /** Returns false if the journal may still have records that name the bodies of the failed transaction. */
    private boolean truncateJournal() {
        try {
            journal.truncate();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether this is the transaction in progress. */
    public boolean isOpen(PublishTransaction publishTransaction) {
        return publishTransaction.equals(openTransaction);
    }

    /**
     * Publishes a transaction.
     *
     * @throws IOException if it is not published; then the last publication stays
     */
    public void commit(PublishTransaction publishTransaction, PublicationChange change) throws IOException {
        try {
            IOException failure = publishTransaction.failure();
            if (failure != null) {
                throw failure;
            }
            bodyStore.flush();
            for (PublishedFile entry : change.drops().values()) {
                journal.change().drop(entry.path());
            }
            for (PublishedFile entry : change.puts().values()) {
                journal.change().put(entry);
            }
            journal.commit();
        } catch (IOException e) {
            rollback();
            throw e;
        }
        publishTransaction.end();
        openTransaction = null;
        bodyStore.commit();
        unmirrored |= !change.removed().isEmpty();
        Publication before = current;
        Publication next = before;
        for (Map.Entry<String, PublishedFile> put : change.puts().entrySet()) {
            PublishedFile entry = put.getValue();
            bodyStore.retain(entry.body());
            next = next.with(put.getKey().equals(entry.path()) ? entry.path() : put.getKey(), entry);
        }
        for (String folded : change.drops().keySet()) {
            next = next.without(folded);
        }
        current = next;
        change.puts().keySet().forEach(folded -> release(before.findFolded(folded)));
        change.drops().values().forEach(this::release);
    }

    /** Removes a reference to the body of a file that is no longer published. */
    private void release(@Nullable PublishedFile entry) {
        if (entry != null) {
            bodyStore.release(entry.body());
        }
    }

    /**
     * Notes in the journal that the mirror has no leftovers. A failure is harmless: the next start checks them again.
     */
    public void recordMirrored() {
        if (unmirrored && leftovers.isEmpty()) {
            try {
                journal.truncate();
                journal.recordMirrored();
                unmirrored = false;
            } catch (IOException e) {
                journal.rollback();
            }
        }
    }

    /**
     * Frees disk space: deletes unused packs, compacts one sparse pack, and rewrites the journal if most of it is
     * garbage. Current readers can continue.
     */
    public void compact() throws IOException {
        bodyStore.saveSeals();
        bodyStore.deleteUnusedPacks();
        BodyFile sparse = bodyStore.sparsestPack();
        if (sparse != null) {
            compactPack(sparse);
            bodyStore.deleteUnusedPacks();
        }
        if (journal.needsRewrite()) {
            journal.rewrite(current.entries(), leftovers);
        }
    }

    /** Publishes copies of the bodies of a pack, in a transaction of its own, so that the pack becomes unused. */
    private void compactPack(BodyFile pack) throws IOException {
        PublishTransaction publishTransaction = begin();
        Map<StoredBody, StoredBody> copies = new HashMap<>();
        for (PublishedFile entry : current.entries()) {
            StoredBody body = entry.body();
            if (body.file().equals(pack)) {
                StoredBody copy = copies.get(body);
                if (copy == null) {
                    copy = relocate(body);
                    copies.put(body, copy);
                }
                if (!copy.equals(body)) {
                    publishTransaction.puts().put(FileNames.fold(entry.path()), entry.movedTo(copy));
                }
            }
        }
        commit(publishTransaction, new PublicationChange(current, publishTransaction));
    }

    /** Returns the copy; if the body is damaged, the body itself, and its pack stays. */
    private StoredBody relocate(StoredBody body) throws IOException {
        try {
            return bodyStore.relocate(body);
        } catch (StoredBody.DamagedBodyException e) {
            body.file().excludeFromCompaction();
            return body;
        } catch (IOException e) {
            rollback();
            throw e;
        }
    }

    /** Deletes files that a crash left in the folder of the bodies. */
    public void deleteUnknownFiles() throws IOException {
        bodyStore.deleteUnknownFiles();
    }

    public void close() throws IOException {
        journal.close();
        bodyStore.close();
    }
}
