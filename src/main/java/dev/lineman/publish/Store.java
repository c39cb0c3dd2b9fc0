package dev.lineman.publish;

import dev.lineman.disk.Digest;
import dev.lineman.disk.Disk;
import dev.lineman.disk.FileName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies and journal, and the publication that both agree on. Of the writing thread, but for {@link #current}. */
final class Store {
    /**
     * What may grow how far.
     *
     * @param fullPack a pack with as many bytes gets no more: that bounds what one compaction moves
     * @param journalSlack bytes of garbage in the journal that are never worth rewriting it
     * @param piece so many files are put right while an edit may wait
     * @param large nobody waits for a body with more bytes to be hashed
     */
    record Sizes(long fullPack, long journalSlack, int piece, long large) {}

    private final Bodies bodies;
    private final Journal journal;
    private final boolean journalLost;
    private final Map<String, Digest> leftovers;
    /** Whether the journal tells of drops without telling that they reached the mirror. */
    private boolean unmirrored;

    private @Nullable Edition inHand;
    private volatile Publication current;

    /** Takes up what a folder holds; nothing is written. */
    Store(Disk disk, Path folder, Sizes sizes) throws IOException {
        bodies = new Bodies(disk, folder.resolve("bodies"), sizes.fullPack(), sizes.large());
        journal = new Journal(disk, folder.resolve("journal"), sizes.journalSlack());
        Recovery recovery = journal.recover(Recovery::new);
        journalLost = recovery == null;
        Recovery believed = recovery == null ? new Recovery() : recovery;
        current = believed.publication(bodies);
        leftovers = believed.leftovers();
        unmirrored = !leftovers.isEmpty();
    }

    Publication current() {
        return current;
    }

    boolean journalLost() {
        return journalLost;
    }

    /** Files that were dropped and that the mirror may still have, with what they held. */
    Map<String, Digest> leftovers() {
        return leftovers;
    }

    void memos(MemoReader reader) throws IOException {
        journal.memos(reader);
    }

    BodyCopies copies() {
        return bodies.copies();
    }

    /** Bytes of bodies that the edition in hand has added. */
    long freshBytes() {
        return bodies.freshBytes();
    }

    Edition begin() {
        abandon();
        Edition edition = new Edition(current, bodies, journal);
        try {
            journal.cut();
        } catch (IOException e) {
            edition.fail(e);
        }
        inHand = edition;
        return edition;
    }

    /** Forgets the edition in hand. */
    void abandon() {
        Edition edition = inHand;
        if (edition != null) {
            edition.end();
            inHand = null;
            journal.abandon();
            bodies.abandon(isCut());
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

    boolean isInHand(Edition edition) {
        return edition.equals(inHand);
    }

    /**
     * Makes a change count.
     *
     * @throws IOException when it does not, and the last publication is the newest still
     */
    void commit(Edition edition, Change change) throws IOException {
        try {
            IOException failure = edition.failure();
            if (failure != null) {
                throw failure;
            }
            bodies.flush();
            for (Entry entry : change.drops().values()) {
                journal.change().drop(entry.path());
            }
            for (Entry entry : change.puts().values()) {
                journal.change().put(entry);
            }
            journal.commit();
        } catch (IOException e) {
            abandon();
            throw e;
        }
        edition.end();
        inHand = null;
        bodies.commit();
        unmirrored |= !change.removed().isEmpty();
        Publication before = current;
        Publication next = before;
        for (Map.Entry<String, Entry> put : change.puts().entrySet()) {
            Entry entry = put.getValue();
            bodies.claim(entry.body());
            next = next.with(put.getKey().equals(entry.path()) ? entry.path() : put.getKey(), entry);
        }
        for (String folded : change.drops().keySet()) {
            next = next.without(folded);
        }
        current = next;
        change.puts().keySet().forEach(folded -> release(before.findFolded(folded)));
        change.drops().values().forEach(this::release);
    }

    private void release(@Nullable Entry entry) {
        if (entry != null) {
            bodies.release(entry.body());
        }
    }

    /** Notes in the journal when the mirror has no leftovers. */
    void noteMirrored() {
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
    void tidy() throws IOException {
        bodies.writeSeals();
        bodies.sweep();
        BodyFile sparse = bodies.sparsest();
        if (sparse != null) {
            empty(sparse);
            bodies.sweep();
        }
        if (journal.wantsRewriting()) {
            journal.rewrite(current.entries(), leftovers);
        }
    }

    private void empty(BodyFile pack) throws IOException {
        Edition edition = begin();
        Map<Body, Body> copies = new HashMap<>();
        for (Entry entry : current.entries()) {
            Body body = entry.body();
            if (body.file().equals(pack)) {
                Body copy = copies.get(body);
                if (copy == null) {
                    copy = copy(body);
                    copies.put(body, copy);
                }
                if (!copy.equals(body)) {
                    edition.puts().put(FileName.fold(entry.path()), entry.movedTo(copy));
                }
            }
        }
        commit(edition, new Change(current, edition));
    }

    private Body copy(Body body) throws IOException {
        try {
            return bodies.copy(body);
        } catch (Body.DamagedBody e) {
            body.file().keep();
            return body;
        } catch (IOException e) {
            abandon();
            throw e;
        }
    }

    /** Removes files that a crash left in the bodies' folder. */
    void clean() throws IOException {
        bodies.clean();
    }

    void close() throws IOException {
        journal.close();
        bodies.close();
    }
}
