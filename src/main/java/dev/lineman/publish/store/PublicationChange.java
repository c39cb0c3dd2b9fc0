package dev.lineman.publish.store;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an edition makes different, and what that means for the files in {@code out/}. */
public final class PublicationChange {
    private final Map<String, PublishedFile> puts = new LinkedHashMap<>();
    private final Map<String, PublishedFile> drops = new HashMap<>();
    private final List<PublishedFile> replaced = new ArrayList<>();
    private final List<PublishedFile> added = new ArrayList<>();
    private final Map<String, Digest> removed = new LinkedHashMap<>();

    public PublicationChange(Publication before, PublishTransaction publishTransaction) {
        publishTransaction.puts().forEach((folded, entry) -> {
            PublishedFile old = before.findFolded(folded);
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
        publishTransaction.drops().forEach(path -> {
            String folded = FileNames.fold(path);
            PublishedFile old = before.findFolded(folded);
            if (old != null
                    && old.path().equals(path)
                    && !publishTransaction.puts().containsKey(folded)) {
                drops.put(folded, old);
                removed.put(path, old.digest());
            }
        });
    }

    /** New entries, by folded path. */
    Map<String, PublishedFile> puts() {
        return puts;
    }

    /** Entries that go, by folded path. */
    Map<String, PublishedFile> drops() {
        return drops;
    }

    /** Entries with other content than before. */
    public List<PublishedFile> replaced() {
        return replaced;
    }

    /** Entries whose very name is new. */
    public List<PublishedFile> added() {
        return added;
    }

    /** Names that nothing has any more, exactly so written, and what they held. */
    public Map<String, Digest> removed() {
        return removed;
    }
}
