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
     * @param piece so many files are put right while an edit may wait
     * @param large nobody waits for a body with more bytes to be hashed
     */
    public record Sizes(long fullPack, long journalSlack, int piece, long large) {}

    private final BodyStore bodyStore;
    private final Journal journal;
    private final boolean journalLost;
    private final Map<String, Digest> leftovers;
    /** Whether the journal tells of drops without telling that they reached the mirror. */
    private boolean unmirrored;

    private @Nullable PublishTransaction inHand;
    private volatile Publication current;

    /** Takes up what a folder holds; nothing is written. */
    public DurablePublication(FileOperations fileOperations, Path folder, Sizes sizes) throws IOException {
        bodyStore = new BodyStore(fileOperations, folder.resolve("bodies"), sizes.fullPack(), sizes.large());
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

    public void memos(MemoListener reader) throws IOException {
        journal.memos(reader);
    }

    public BodyCopier copies() {
        return bodyStore.copies();
    }

    /** Bytes of bodies that the edition in hand has added. */
    public long freshBytes() {
        return bodyStore.freshBytes();
    }

    public PublishTransaction begin() {
        abandon();
        PublishTransaction publishTransaction = new PublishTransaction(current, bodyStore, journal);
        try {
            journal.cut();
        } catch (IOException e) {
            publishTransaction.fail(e);
        }
        inHand = publishTransaction;
        return publishTransaction;
    }

    /** Forgets the edition in hand. */
    public void abandon() {
        PublishTransaction publishTransaction = inHand;
        if (publishTransaction != null) {
            publishTransaction.end();
            inHand = null;
            journal.abandon();
            bodyStore.abandon(isCut());
        }
    }

    private boolean isCut() {
        try {
            journal.cut();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public boolean isInHand(PublishTransaction publishTransaction) {
        return publishTransaction.equals(inHand);
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
            abandon();
            throw e;
        }
        publishTransaction.end();
        inHand = null;
        bodyStore.commit();
        unmirrored |= !change.removed().isEmpty();
        Publication before = current;
        Publication next = before;
        for (Map.Entry<String, PublishedFile> put : change.puts().entrySet()) {
            PublishedFile entry = put.getValue();
            bodyStore.claim(entry.body());
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
    public void noteMirrored() {
        if (unmirrored && leftovers.isEmpty()) {
            try {
                journal.cut();
                journal.mirrored();
                unmirrored = false;
            } catch (IOException e) {
                journal.abandon();
            }
        }
    }

    /** Gives back disk space where much of it is garbage; what readers have in hand stays readable. */
    public void tidy() throws IOException {
        bodyStore.writeSeals();
        bodyStore.sweep();
        BodyFile sparse = bodyStore.sparsest();
        if (sparse != null) {
            empty(sparse);
            bodyStore.sweep();
        }
        if (journal.wantsRewriting()) {
            journal.rewrite(current.entries(), leftovers);
        }
    }

    private void empty(BodyFile pack) throws IOException {
        PublishTransaction publishTransaction = begin();
        Map<StoredBody, StoredBody> copies = new HashMap<>();
        for (PublishedFile entry : current.entries()) {
            StoredBody body = entry.body();
            if (body.file().equals(pack)) {
                StoredBody copy = copies.get(body);
                if (copy == null) {
                    copy = copy(body);
                    copies.put(body, copy);
                }
                if (!copy.equals(body)) {
                    publishTransaction.puts().put(FileNames.fold(entry.path()), entry.movedTo(copy));
                }
            }
        }
        commit(publishTransaction, new PublicationChange(current, publishTransaction));
    }

    private StoredBody copy(StoredBody body) throws IOException {
        try {
            return bodyStore.copy(body);
        } catch (StoredBody.DamagedBodyException e) {
            body.file().keep();
            return body;
        } catch (IOException e) {
            abandon();
            throw e;
        }
    }

    /** Removes files that a crash left in the bodies' folder. */
    public void clean() throws IOException {
        bodyStore.clean();
    }

    public void close() throws IOException {
        journal.close();
        bodyStore.close();
    }
}
