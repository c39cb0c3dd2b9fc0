package dev.lineman.publish;

import dev.lineman.disk.Digest;
import dev.lineman.disk.FileName;
import dev.lineman.disk.HashOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the journal tells at the start, gathered into the state in which it ends. */
final class Recovery implements JournalBuffer.Steps {
    private final Map<String, JournalBuffer.Put> found = new HashMap<>();
    private final Map<String, Digest> leftovers = new LinkedHashMap<>();
    private final Map<String, String> accesses = new HashMap<>();
    private int highestNumber;

    @Override
    public void put(JournalBuffer.Put put) {
        String folded = FileName.fold(put.path());
        folded = folded.equals(put.path()) ? put.path() : folded;
        String shared = accesses.computeIfAbsent(put.access(), text -> text);
        leave(found.put(folded, put.withAccess(shared)));
        leftovers.remove(put.path());
        highestNumber = Math.max(highestNumber, put.number());
    }

    @Override
    public void drop(String path) {
        leave(found.remove(FileName.fold(path)));
    }

    @Override
    public void mirrored() {
        leftovers.clear();
    }

    @Override
    public void leftover(String path, Digest digest) {
        leftovers.put(path, digest);
    }

    private void leave(JournalBuffer.@Nullable Put gone) {
        if (gone != null) {
            leftovers.put(gone.path(), gone.digest());
        }
    }

    /** What was dropped and may still lie in {@code out/}. */
    Map<String, Digest> leftovers() {
        return leftovers;
    }

    /** The publication. */
    Publication publication(Bodies bodies) {
        SortedMap<String, Entry> entries = new TreeMap<>(HashOrder.BY_HASH);
        found.forEach((path, was) -> entries.put(path, entry(was, bodies)));
        bodies.recovered(highestNumber);
        return Publication.of(entries);
    }

    private static Entry entry(JournalBuffer.Put was, Bodies bodies) {
        Body body = bodies.recover(was.digest(), was.length(), was.number(), was.position());
        bodies.claim(body);
        return new Entry(was.path(), was.access(), was.modified(), body);
    }
}
