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

/** What the journal tells at the start, gathered into the state in which it ends. */
final class JournalRecovery implements JournalRecordBuilder.JournalListener {
    private final Map<String, JournalRecordBuilder.PutStep> puts = new HashMap<>();
    private final Map<String, Digest> leftovers = new LinkedHashMap<>();
    private final Map<String, String> accessTexts = new HashMap<>();
    private int highestNumber;

    @Override
    public void put(JournalRecordBuilder.PutStep put) {
        String folded = FileNames.fold(put.path());
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

    private void addLeftover(JournalRecordBuilder.@Nullable PutStep gone) {
        if (gone != null) {
            leftovers.put(gone.path(), gone.digest());
        }
    }

    /** What was dropped and may still lie in {@code out/}. */
    Map<String, Digest> leftovers() {
        return leftovers;
    }

    /** The publication. */
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
