package dev.lineman.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What becomes of entries whose content is damaged. Of the writing thread. */
record Healing(Path out, Store store, Mirror mirror) {
    /** Takes content back from the mirror, where that has it still, and drops the rest. */
    void heal(List<Entry> damaged, MirrorPass pass, List<String> lost) throws IOException {
        List<String> dropped = new ArrayList<>();
        Edition edition = store.begin();
        for (Entry entry : damaged) {
            if (!restored(entry, edition, pass)) {
                edition.drop(entry.path());
                dropped.add(entry.path());
            }
        }
        Change change = new Change(store.current(), edition);
        store.commit(edition, change);
        lost.addAll(dropped);
        mirror.bring(store.current(), change, pass);
    }

    private boolean restored(Entry entry, Edition edition, MirrorPass pass) {
        if (entry.body().seal() != null) {
            // It is one file with that in the mirror, or else takes too long to hash here.
            return false;
        }
        try {
            Path file = out.resolve(entry.path());
            if (!entry.digest().equals(pass.inspection().digest(file))) {
                return false;
            }
            try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return entry.digest().equals(edition.put(entry.path(), entry.access(), content, Instant.EPOCH));
            }
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}
