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

/** Bodies and journal, and the publication that both agree on. Of the writing thread, but for {@link #current}. */
public final class DurablePublication {
    /**
     * What may grow how far.
     *
     * @param fullPack a pack with as many bytes gets no more: that bounds what one compaction moves
     * @param journalSlack bytes of garbage in the journal that are never worth rewriting it
     * @param repairStepFiles so many files are put right while an edit may wait
     * @param sealThreshold nobody waits for a body with more bytes to be hashed
     */
    public record Sizes(long fullPack, long journalSlack, int repairStepFiles, long sealThreshold) {}

    private final BodyStore bodyStore;
    private final Journal journal;
    private final boolean journalLost;
    private final Map<String, Digest> leftovers;
    /** Whether the journal tells of drops without telling that they reached the mirror. */
    private boolean unmirrored;

    private @Nullable PublishTransaction openTransaction;
    private volatile Publication current;

    /** Takes up what a folder holds; nothing is written. */
    public DurablePublication(FileOperations fileOperations, Path folder, Sizes sizes) throws IOException {
        bodyStore = new BodyStore(fileOperations, folder.resolve("bodies"), sizes.fullPack(), sizes.sealThreshold());
        journal = new Journal(fileOperations, folder.resolve("journal"), sizes.journalSlack());
        JournalRecovery recovery = journal.recover(JournalRecovery::new);
        journalLost = recovery == null;
        JournalRecovery believed = recovery == null ? new JournalRecovery() : recovery;
        current = believed.publication(bodyStore);
        leftovers = believed.leftovers();
        unmirrored = !leftovers.isEmpty();
    }

    public Publication current() {
        return current;
    }

    public boolean journalLost() {
        return journalLost;
    }

    /** Files that were dropped and that the mirror may still have, with what they held. */
    public Map<String, Digest> leftovers() {
        return leftovers;
    }

    public void readMemos(MemoListener reader) throws IOException {
        journal.readMemos(reader);
    }

    public BodyCopier bodyCopier() {
        return bodyStore.copier();
    }

    /** Bytes of bodies that the edition in hand has added. */
    public long uncommittedBytes() {
        return bodyStore.uncommittedBytes();
    }

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

    /** Forgets the edition in hand. */
    public void rollback() {
        PublishTransaction publishTransaction = openTransaction;
        if (publishTransaction != null) {
            publishTransaction.end();
            openTransaction = null;
            journal.rollback();
            bodyStore.rollback(truncateJournal());
        }
    }

    private boolean truncateJournal() {
        try {
            journal.truncate();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public boolean isOpen(PublishTransaction publishTransaction) {
        return publishTransaction.equals(openTransaction);
    }

    /**
     * Makes a change count.
     *
     * @throws IOException when it does not, and the last publication is the newest still
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

    private void release(@Nullable PublishedFile entry) {
        if (entry != null) {
            bodyStore.release(entry.body());
        }
    }

    /** Notes in the journal when the mirror has no leftovers. */
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

    /** Gives back disk space where much of it is garbage; what readers have in hand stays readable. */
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

    /** Removes files that a crash left in the bodies' folder. */
    public void deleteUnknownFiles() throws IOException {
        bodyStore.deleteUnknownFiles();
    }

    public void close() throws IOException {
        journal.close();
        bodyStore.close();
    }
}
