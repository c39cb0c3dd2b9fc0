package dev.lineman.publish.mirror;

import dev.lineman.fs.Digest;
import dev.lineman.publish.mirror.MirrorUpdate.ExistingFile;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublicationChange;
import dev.lineman.publish.store.PublishedFile;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The files in {@code out/}, for people and for other servers. Remembers which changes of the publication have not
 * reached them: failures, which it retries, and the files of a large change, which it writes step by step. {@link
 * dev.lineman.publish.Publisher} applies each change after it is published. For the writing thread.
 */
public final class Mirror {
    /** How many earlier failures one publication retries, for writes and for removals. */
    private static final int RETRIES = 256;

    /** Paths of files that could not be written, oldest first. */
    private final Set<String> pendingWrites = new LinkedHashSet<>();
    /** The files of large changes that are still to be written, in this order: what may exist at each path. */
    private final Map<String, ExistingFile> delayed = new LinkedHashMap<>();
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
     * @param atOnce how many files to write at most; {@link #writeDelayed} writes the files of a larger change
     */
    public void apply(Publication now, PublicationChange change, MirrorUpdate update, int atOnce) {
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
            // A file that was never written here can only be one of another program.
            if (delayed.remove(removal.getKey()) != ExistingFile.FOREIGN && !update.remove(removal.getKey(), null)) {
                leftovers.put(removal.getKey(), removal.getValue());
            }
        }
        List<String> retries = pendingWrites.stream().limit(RETRIES).toList();
        if (change.replaced().size() + change.added().size() > atOnce) {
            change.replaced().forEach(entry -> delayed.putIfAbsent(entry.path(), ExistingFile.AS_PUBLISHED));
            change.added().forEach(entry -> delayed.put(entry.path(), existing(entry)));
        } else {
            writeAll(change.replaced(), entry -> ExistingFile.AS_PUBLISHED, update);
            writeAll(change.added(), this::existing, update);
        }
        retries.forEach(pendingWrites::remove);
        writeAll(newest(now, retries), entry -> ExistingFile.POSSIBLY_CHANGED, update);
        update.removeEmptyFolders();
    }

    /** Whether {@link #writeDelayed} has files to write. */
    public boolean isDelayed() {
        return !delayed.isEmpty();
    }

    /**
     * Writes the next files of large changes.
     *
     * @param now the newest publication
     * @param files how many at most
     */
    public void writeDelayed(Publication now, int files, MirrorUpdate update) {
        List<String> paths = delayed.keySet().stream().limit(files).toList();
        List<PublishedFile> next = newest(now, paths);
        writeAll(next, entry -> ExistingFile.AS_PUBLISHED, update);
        paths.forEach(delayed::remove);
        update.removeEmptyFolders();
    }

    /** Returns what may exist at the path of a file that is new. */
    private ExistingFile existing(PublishedFile added) {
        return leftovers.remove(added.path()) != null ? ExistingFile.POSSIBLY_CHANGED : ExistingFile.FOREIGN;
    }

    /** Returns the published files with these exact paths. */
    private static List<PublishedFile> newest(Publication now, List<String> paths) {
        List<PublishedFile> files = new ArrayList<>();
        for (String path : paths) {
            PublishedFile entry = now.find(path);
            if (entry != null && entry.path().equals(path)) {
                files.add(entry);
            }
        }
        return files;
    }

    /** Compares these files with their bodies and repairs them. Removes all leftovers. */
    public void repair(List<PublishedFile> publishedFiles, MirrorUpdate update) {
        leftovers.entrySet().removeIf(leftover -> update.remove(leftover.getKey(), leftover.getValue()));
        writeAll(publishedFiles, entry -> ExistingFile.POSSIBLY_CHANGED, update);
        update.removeEmptyFolders();
    }

    /**
     * Writes files, many of them on all processors, and remembers failures.
     *
     * @param existing what may exist at the path of a file; what is known of a delayed file is more certain
     */
    private void writeAll(
            List<PublishedFile> publishedFiles, Function<PublishedFile, ExistingFile> existing, MirrorUpdate update) {
        Map<PublishedFile, ExistingFile> found = new LinkedHashMap<>();
        for (PublishedFile entry : publishedFiles) {
            ExistingFile usual = existing.apply(entry);
            ExistingFile known = delayed.remove(entry.path());
            found.put(entry, known == null ? usual : known);
        }
        Set<PublishedFile> done = update.writeInParallel(found);
        found.forEach((entry, kind) -> {
            if (done.contains(entry) || update.write(entry, kind)) {
                pendingWrites.remove(entry.path());
            } else {
                pendingWrites.add(entry.path());
            }
        });
    }
}
