package dev.lineman.publish.store;

import dev.lineman.collection.HashOrder;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import dev.lineman.publish.body.BodyStore;
import dev.lineman.publish.body.StoredBody;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects the journal at a start into the state at its end: published files, and leftovers in the mirror. Memos are
 * read later. For one thread.
 */
final class JournalRecovery implements JournalRecordBuilder.JournalListener {
    /** By folded path. */
    private final Map<String, JournalRecordBuilder.PutStep> puts = new HashMap<>();

    private final Map<String, Digest> leftovers = new LinkedHashMap<>();
    /** One instance of each access text, since most files of a fleet share it. */
    private final Map<String, String> accessTexts = new HashMap<>();

    private int highestNumber;

    @Override
    public void put(JournalRecordBuilder.PutStep put) {
        String folded = FileNames.fold(put.path());
        // Most paths are folded already; one instance then serves as key and path.
        folded = folded.equals(put.path()) ? put.path() : folded;
        String shared = accessTexts.computeIfAbsent(put.access(), text -> text);
        addLeftover(puts.put(folded, put.withAccess(shared)));
        leftovers.remove(put.path());
        highestNumber = Math.max(highestNumber, put.number());
    }

    @Override
    public void drop(String path) {
        addLeftover(puts.remove(FileNames.fold(path)));
    }

    @Override
    public void mirrored() {
        leftovers.clear();
    }

    @Override
    public void leftover(String path, Digest digest) {
        leftovers.put(path, digest);
    }

    /** A file that was replaced or dropped may still be in the mirror. */
    private void addLeftover(JournalRecordBuilder.@Nullable PutStep gone) {
        if (gone != null) {
            leftovers.put(gone.path(), gone.digest());
        }
    }

    /** Returns the dropped files that may still be in {@code out/}, with their digests. */
    Map<String, Digest> leftovers() {
        return leftovers;
    }

    /** Returns the publication, and adds its references to the bodies. */
    Publication publication(BodyStore bodyStore) {
        SortedMap<String, PublishedFile> publishedFiles = new TreeMap<>(HashOrder.BY_HASH);
        puts.forEach((path, was) -> publishedFiles.put(path, toPublishedFile(was, bodyStore)));
        bodyStore.finishRecovery(highestNumber);
        return Publication.of(publishedFiles);
    }

    private static PublishedFile toPublishedFile(JournalRecordBuilder.PutStep was, BodyStore bodyStore) {
        StoredBody body = bodyStore.recover(was.digest(), was.length(), was.number(), was.position());
        bodyStore.retain(body);
        return new PublishedFile(was.path(), was.access(), was.modified(), body);
    }
}
