package dev.lineman.publish.store;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The difference that a transaction makes, for the journal and for the files in {@code out/}. Puts that change
 * nothing are left out. Built and used by the writing thread.
 */
public final class PublicationChange {
    private final Map<String, PublishedFile> puts;
    private final Map<String, PublishedFile> drops = new HashMap<>();
    private final List<PublishedFile> replaced = new ArrayList<>();
    private final List<PublishedFile> added = new ArrayList<>();
    private final Map<String, Digest> removed = new LinkedHashMap<>();

    /** Compares a transaction with the publication before it. Takes the puts that change nothing out of the transaction. */
    public PublicationChange(Publication before, PublishTransaction publishTransaction) {
        puts = publishTransaction.puts();
        publishTransaction.drops().forEach(path -> {
            String folded = FileNames.fold(path);
            PublishedFile old = before.findFolded(folded);
            if (old != null && old.path().equals(path) && !puts.containsKey(folded)) {
                drops.put(folded, old);
                removed.put(path, old.digest());
            }
        });
        puts.entrySet().removeIf(put -> {
            PublishedFile entry = put.getValue();
            PublishedFile old = before.findFolded(put.getKey());
            // After a change of case, a name is one file in the publication but two in a file system: the old one
            // must go.
            if (old == null) {
                added.add(entry);
            } else if (old.equals(entry)) {
                return true;
            } else if (!old.path().equals(entry.path())) {
                added.add(entry);
                removed.put(old.path(), old.digest());
            } else if (!old.digest().equals(entry.digest())) {
                replaced.add(entry);
            }
            return false;
        });
    }

    /** Returns the files that are new or differ in any way, by folded path. */
    Map<String, PublishedFile> puts() {
        return puts;
    }

    /** Returns the files that are no longer published, by folded path. */
    Map<String, PublishedFile> drops() {
        return drops;
    }

    /** Returns the files with the same path and different content. */
    public List<PublishedFile> replaced() {
        return replaced;
    }

    /** Returns the files with an exact path that is new. */
    public List<PublishedFile> added() {
        return added;
    }

    /** Returns the exact paths that are no longer published, with the digests of their last content. */
    public Map<String, Digest> removed() {
        return removed;
    }
}
