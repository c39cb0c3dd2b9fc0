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
 * The files in {@code out/} that people and other servers see: what of the publication has not reached them yet, and
 * is tried again. Of the writing thread.
 */
public final class Mirror {
    private static final int RETRIES = 256;

    private final Set<String> pendingWrites = new LinkedHashSet<>();
    private final Map<String, Digest> leftovers;

    /**
     * A mirror.
     *
     * @param leftovers files that are dropped, and that may still lie there, with what was published last under their
     *     name; kept up to date
     */
    public Mirror(Map<String, Digest> leftovers) {
        this.leftovers = leftovers;
    }

    /** Brings a change, and some of what earlier ones still owe. */
    public void apply(Publication now, PublicationChange change, MirrorUpdate pass) {
        Map<String, Digest> removed = change.removed();
        Iterator<Map.Entry<String, Digest>> older = leftovers.entrySet().iterator();
        for (int i = 0; i < RETRIES && older.hasNext(); i++) {
            Map.Entry<String, Digest> leftover = older.next();
            if (removed.containsKey(leftover.getKey()) || pass.remove(leftover.getKey(), leftover.getValue())) {
                older.remove();
            }
        }
        for (Map.Entry<String, Digest> gone : removed.entrySet()) {
            pendingWrites.remove(gone.getKey());
            if (!pass.remove(gone.getKey(), null)) {
                leftovers.put(gone.getKey(), gone.getValue());
            }
        }
        List<String> debts = pendingWrites.stream().limit(RETRIES).toList();
        Set<PublishedFile> done = pass.writeInParallel(change.replaced(), ExistingFile.AS_PUBLISHED);
        for (PublishedFile entry : change.replaced()) {
            write(entry, ExistingFile.AS_PUBLISHED, done, pass);
        }
        done = pass.writeInParallel(change.added(), ExistingFile.FOREIGN);
        for (PublishedFile entry : change.added()) {
            boolean ours = leftovers.remove(entry.path()) != null;
            write(entry, ours ? ExistingFile.POSSIBLY_CHANGED : ExistingFile.FOREIGN, done, pass);
        }
        for (String path : debts) {
            PublishedFile entry = now.find(path);
            if (pendingWrites.remove(path) && entry != null && entry.path().equals(path)) {
                write(entry, ExistingFile.POSSIBLY_CHANGED, Set.of(), pass);
            }
        }
        pass.removeEmptyFolders();
    }

    /** Compares these files and puts them right; what is left of others goes. */
    public void repair(List<PublishedFile> publishedFiles, MirrorUpdate pass) {
        leftovers.entrySet().removeIf(leftover -> pass.remove(leftover.getKey(), leftover.getValue()));
        for (PublishedFile entry : publishedFiles) {
            write(entry, ExistingFile.POSSIBLY_CHANGED, Set.of(), pass);
        }
        pass.removeEmptyFolders();
    }

    private void write(PublishedFile entry, ExistingFile doubt, Set<PublishedFile> done, MirrorUpdate pass) {
        if (done.contains(entry) || pass.write(entry, doubt)) {
            pendingWrites.remove(entry.path());
        } else {
            pendingWrites.add(entry.path());
        }
    }
}
