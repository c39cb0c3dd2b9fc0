package dev.lineman.publish.mirror;

import dev.lineman.fs.Digest;
import dev.lineman.publish.mirror.MirrorUpdate.ExistingFile;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublicationChange;
import dev.lineman.publish.store.PublishedFile;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files in {@code out/}, for people and for other servers. Remembers which changes of the publication have not
 * reached them, and retries these. {@link dev.lineman.publish.Publisher} applies each change after it is published.
 * For the writing thread.
 */
public final class Mirror {
    /** How many earlier failures one publication retries, for writes and for removals. */
    private static final int RETRIES = 256;

    /** Paths of files that could not be written, oldest first. */
    private final Set<String> pendingWrites = new LinkedHashSet<>();
    /** Dropped files that could not be removed, with their last published content. */
    private final Map<String, Digest> leftovers;

    /**
     * Creates a mirror.
     *
     * @param leftovers dropped files that may still be in {@code out/}, with the digests of their last published
     *     content; the mirror removes the entries that are done
     */
    public Mirror(Map<String, Digest> leftovers) {
        this.leftovers = leftovers;
    }

    /**
     * Writes and removes the files of a change, and retries some of the earlier failures.
     *
     * @param now the publication with the change
     * @param change its difference to the publication before it
     * @param update does the work and collects problems
     */
    public void apply(Publication now, PublicationChange change, MirrorUpdate update) {
        Map<String, Digest> removed = change.removed();
        Iterator<Map.Entry<String, Digest>> older = leftovers.entrySet().iterator();
        for (int i = 0; i < RETRIES && older.hasNext(); i++) {
            Map.Entry<String, Digest> leftover = older.next();
            if (removed.containsKey(leftover.getKey()) || update.remove(leftover.getKey(), leftover.getValue())) {
                older.remove();
            }
        }
        for (Map.Entry<String, Digest> removal : removed.entrySet()) {
            pendingWrites.remove(removal.getKey());
            if (!update.remove(removal.getKey(), null)) {
                leftovers.put(removal.getKey(), removal.getValue());
            }
        }
        List<String> retries = pendingWrites.stream().limit(RETRIES).toList();
        Set<PublishedFile> done = update.writeInParallel(change.replaced(), ExistingFile.AS_PUBLISHED);
        for (PublishedFile entry : change.replaced()) {
            write(entry, ExistingFile.AS_PUBLISHED, done, update);
        }
        done = update.writeInParallel(change.added(), ExistingFile.FOREIGN);
        for (PublishedFile entry : change.added()) {
            boolean isLeftover = leftovers.remove(entry.path()) != null;
            write(entry, isLeftover ? ExistingFile.POSSIBLY_CHANGED : ExistingFile.FOREIGN, done, update);
        }
        for (String path : retries) {
            PublishedFile entry = now.find(path);
            if (pendingWrites.remove(path) && entry != null && entry.path().equals(path)) {
                write(entry, ExistingFile.POSSIBLY_CHANGED, Set.of(), update);
            }
        }
        update.removeEmptyFolders();
    }

    /** Compares these files with their bodies and repairs them. Removes all leftovers. */
    public void repair(List<PublishedFile> publishedFiles, MirrorUpdate update) {
        leftovers.entrySet().removeIf(leftover -> update.remove(leftover.getKey(), leftover.getValue()));
        for (PublishedFile entry : publishedFiles) {
            write(entry, ExistingFile.POSSIBLY_CHANGED, Set.of(), update);
        }
        update.removeEmptyFolders();
    }

    /** Writes one file unless it is done already, and remembers a failure. */
    private void write(PublishedFile entry, ExistingFile existing, Set<PublishedFile> done, MirrorUpdate update) {
        if (done.contains(entry) || update.write(entry, existing)) {
            pendingWrites.remove(entry.path());
        } else {
            pendingWrites.add(entry.path());
        }
    }
}
