package dev.lineman.source;

import dev.lineman.source.Snapshot.Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the inputs from an earlier run. It never counts by itself: a file that looks as it did then need not be
 * read, and one that is otherwise is a change.
 */
public final class Recollection {
    private record Known(String path, Entry entry) {}

    private final Map<String, Known> files = new HashMap<>();

    /** Adds a file; its entry has no document where that is to be read again in any case. */
    public void add(String path, Entry entry) {
        files.put(path, new Known(path, entry));
    }

    public int size() {
        return files.size();
    }

    /** What is remembered of a file; null when nothing is. */
    public @Nullable Entry entry(String path) {
        Known known = files.get(path);
        return known == null ? null : known.entry();
    }

    /** The same path, as it is kept here; itself where it is not. */
    String path(String path) {
        Known known = files.get(path);
        return known == null ? path : known.path();
    }

    void forEach(BiConsumer<String, Entry> each) {
        files.forEach((path, known) -> each.accept(path, known.entry()));
    }
}
