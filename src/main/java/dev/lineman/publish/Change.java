package dev.lineman.publish;

import dev.lineman.disk.Digest;
import dev.lineman.disk.FileName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an edition makes different, and what that means for the files in {@code out/}. */
final class Change {
    private final Map<String, Entry> puts = new LinkedHashMap<>();
    private final Map<String, Entry> drops = new HashMap<>();
    private final List<Entry> replaced = new ArrayList<>();
    private final List<Entry> added = new ArrayList<>();
    private final Map<String, Digest> removed = new LinkedHashMap<>();

    Change(Publication before, Edition edition) {
        edition.puts().forEach((folded, entry) -> {
            Entry old = before.findFolded(folded);
            if (old == null) {
                added.add(entry);
            } else if (old.equals(entry)) {
                return;
            } else if (!old.path().equals(entry.path())) {
                added.add(entry);
                removed.put(old.path(), old.digest());
            } else if (!old.digest().equals(entry.digest())) {
                replaced.add(entry);
            }
            puts.put(folded, entry);
        });
        edition.drops().forEach(path -> {
            String folded = FileName.fold(path);
            Entry old = before.findFolded(folded);
            if (old != null && old.path().equals(path) && !edition.puts().containsKey(folded)) {
                drops.put(folded, old);
                removed.put(path, old.digest());
            }
        });
    }

    /** New entries, by folded path. */
    Map<String, Entry> puts() {
        return puts;
    }

    /** Entries that go, by folded path. */
    Map<String, Entry> drops() {
        return drops;
    }

    /** Entries with other content than before. */
    List<Entry> replaced() {
        return replaced;
    }

    /** Entries whose very name is new. */
    List<Entry> added() {
        return added;
    }

    /** Names that nothing has any more, exactly so written, and what they held. */
    Map<String, Digest> removed() {
        return removed;
    }
}
