package dev.lineman.source;

import dev.lineman.source.Snapshot.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What differs between the files of a scan and what was known before. */
final class Changes {
    private final Snapshot last;
    private final @Nullable Recollection recollection;
    private final NavigableMap<String, Entry> now;
    private final Collection<String> touched;

    /**
     * The changes since a snapshot; at the start, since what is remembered.
     *
     * @param touched the paths of files that may differ from the last snapshot
     */
    Changes(Snapshot last, NavigableMap<String, Entry> now, Collection<String> touched) {
        this.last = last;
        this.recollection = last.recollection();
        this.now = now;
        this.touched = touched;
    }

    /** What differs from the last snapshot, or from what is remembered, in the order of the paths. */
    List<Change> all() {
        List<String> paths = new ArrayList<>();
        if (recollection == null) {
            paths.addAll(touched);
        } else {
            int met = 0;
            for (Map.Entry<String, Entry> file : now.entrySet()) {
                Entry recalled = recollection.entry(file.getKey());
                met += recalled == null ? 0 : 1;
                if (recalled == null || recalled.document() != file.getValue().document()) {
                    paths.add(file.getKey());
                }
            }
            if (met < recollection.size()) {
                recollection.forEach((path, recalled) -> {
                    if (recalled.document() != null && !now.containsKey(path)) {
                        paths.add(path);
                    }
                });
            }
        }
        paths.sort(null);
        List<Change> changes = new ArrayList<>();
        for (String path : paths) {
            Document before = before(path);
            Document after = after(path);
            if (!recognised(path) && !Objects.equals(before, after)) {
                changes.add(new Change(path, before, after));
            }
        }
        return changes;
    }

    private @Nullable Document before(String path) {
        Entry recalled = recollection == null ? null : recollection.entry(path);
        return recalled == null ? last.document(path) : recalled.document();
    }

    private @Nullable Document after(String path) {
        Entry entry = now.get(path);
        return entry == null ? null : entry.document();
    }

    /** Whether a file whose document is not remembered holds the very bytes that it did. */
    private boolean recognised(String path) {
        Entry recalled = recollection == null ? null : recollection.entry(path);
        Entry entry = now.get(path);
        return recalled != null
                && recalled.document() == null
                && entry != null
                && entry.document() != null
                && entry.digest().equals(recalled.digest());
    }

    /** What was read of files whose documents are not remembered and that are as they were. */
    List<Change> recognised() {
        List<Change> recognised = new ArrayList<>();
        unread().stream().filter(this::recognised).forEach(path -> recognised.add(new Change(path, null, after(path))));
        return recognised;
    }

    /** Whether something is remembered, and the changes tell all that is otherwise. */
    boolean tells() {
        return recollection != null && unread().stream().allMatch(this::recognised);
    }

    /** The files that are remembered without what they say. */
    private List<String> unread() {
        List<String> unread = new ArrayList<>();
        if (recollection != null) {
            recollection.forEach((path, recalled) -> {
                if (recalled.document() == null) {
                    unread.add(path);
                }
            });
        }
        return unread;
    }
}
