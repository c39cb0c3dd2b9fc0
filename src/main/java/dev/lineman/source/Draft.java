package dev.lineman.source;

import dev.lineman.problem.Problem;
import dev.lineman.source.Snapshot.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/** The next snapshot while it is made out of the last one. For one thread. */
final class Draft {
    private final Snapshot last;
    private final Set<String> touched = new HashSet<>();

    /** Whether anything but files differs. */
    private boolean different;

    /** The first scan builds a plain map: that takes a third of the time of as many persistent updates. */
    private final @Nullable TreeMap<String, Entry> first;

    private TreePMap<String, Entry> files;
    private TreePMap<String, List<Problem>> problems;
    private TreePMap<String, BlockReason> blocked;
    private TreePMap<String, Problem> unread;
    private TreePMap<String, Path> links;
    private TreePSet<String> unknown;

    private Mounts mounts;

    Draft(Snapshot last) {
        this.last = last;
        this.first = last.files().isEmpty() ? new TreeMap<>() : null;
        this.files = last.parts().files();
        this.problems = last.parts().problems();
        this.blocked = last.parts().blocked();
        this.unread = last.parts().unread();
        this.links = last.parts().links();
        this.unknown = last.parts().unknown();
        this.mounts = Mounts.NONE;
    }

    /** Notes which mounts are lost: from now on, what lies there stays as it is. */
    void hold(Mounts now) {
        now.problems().forEach(problem -> block(problem.at().file(), problem));
        mounts = now;
    }

    /** Notes which mounts the files lie on. */
    void learn(Mounts now) {
        mounts = now;
        different |= !now.equals(last.mounts());
    }

    private NavigableMap<String, Entry> known() {
        return first == null ? files : first;
    }

    @Nullable
    Entry entry(String path) {
        return known().get(path);
    }

    /** Notes what a file holds now. */
    void put(String path, Entry entry, List<Problem> found) {
        if (!known().containsKey(path)) {
            goneBelow(path);
        }
        noLongerUnread(path);
        replace(path, entry);
        if (found.isEmpty()) {
            dropProblems(path);
        } else if (!found.equals(problems.get(path))) {
            problems = problems.plus(path, List.copyOf(found));
        }
        if (entry.broken() && entry.document() == null) {
            unknown = unknown.plus(path);
        } else if (unknown.contains(path)) {
            unknown = unknown.minus(path);
        }
    }

    /** Notes that a file's content is what it was, under a new signature. */
    void replace(String path, Entry entry) {
        touched.add(path);
        if (first == null) {
            files = files.plus(path, entry);
        } else {
            first.put(path, entry);
        }
    }

    /** Notes that there is a file at this path, and nothing else, that is not read. */
    void unread(String path, Problem why) {
        unblock(path);
        drop(path);
        goneBelow(path);
        if (!why.equals(unread.get(path))) {
            unread = unread.plus(path, why);
            different = true;
        }
    }

    private void noLongerUnread(String path) {
        if (unread.containsKey(path)) {
            unread = unread.minus(path);
            different = true;
        }
    }

    /** Whether this is the first scan. */
    boolean isFirst() {
        return first != null;
    }

    /** The file as it was waited for so far; null when it was not. */
    Settling.@Nullable Pending pending(String path) {
        return blocked.get(path) instanceof BlockReason.BeingWritten waiting ? waiting.file() : null;
    }

    /** The files that may still be written. */
    Set<String> beingWritten() {
        return blocked.keySet().stream().filter(path -> pending(path) != null).collect(Collectors.toSet());
    }

    /** Notes that nobody can look at this path now, nor below it: what is known there stays. */
    void block(String path, Problem why) {
        block(path, new BlockReason.Unusable(why));
    }

    /** Notes that this path is not taken now: what is known there stays. */
    void block(String path, BlockReason why) {
        unblockBelow(path);
        noLongerUnread(path);
        if (!why.equals(blocked.get(path))) {
            blocked = blocked.plus(path, why);
            different = true;
        }
    }

    /** Notes that this path could be looked at. */
    void unblock(String path) {
        if (blocked.containsKey(path) && !mounts.holds(path)) {
            blocked = blocked.minus(path);
            different = true;
        }
    }

    void link(String path, Path folder) {
        if (!folder.equals(links.get(path))) {
            links = links.plus(path, folder);
            different = true;
        }
    }

    void unlink(String path) {
        if (links.containsKey(path) && !mounts.holds(path)) {
            links = links.minus(path);
            different = true;
        }
    }

    /** Notes that there is a folder at this path, and no file. */
    void folder(String path) {
        unblock(path);
        noLongerUnread(path);
        drop(path);
    }

    /** Notes that there is nothing at this path. */
    void gone(String path) {
        unblock(path);
        noLongerUnread(path);
        unlink(path);
        drop(path);
        goneBelow(path);
    }

    private void goneBelow(String path) {
        String below = known().ceilingKey(path + '/');
        if (below != null && below.startsWith(path + '/')) {
            List.copyOf(Snapshot.under(known(), path).keySet()).forEach(this::drop);
        }
        unblockBelow(path);
        if (!unread.isEmpty()) {
            List.copyOf(Snapshot.under(unread, path).keySet()).forEach(this::noLongerUnread);
        }
        if (!links.isEmpty()) {
            List.copyOf(Snapshot.under(links, path).keySet()).forEach(this::unlink);
        }
    }

    private void unblockBelow(String path) {
        if (!blocked.isEmpty()) {
            List.copyOf(Snapshot.under(blocked, path).keySet()).forEach(this::unblock);
        }
    }

    private void drop(String path) {
        if (!known().containsKey(path) || mounts.holds(path)) {
            return;
        }
        touched.add(path);
        if (first == null) {
            files = files.minus(path);
        } else {
            first.remove(path);
        }
        dropProblems(path);
        if (unknown.contains(path)) {
            unknown = unknown.minus(path);
        }
    }

    private void dropProblems(String path) {
        if (problems.containsKey(path)) {
            problems = problems.minus(path);
        }
    }

    /** Notes that everything known at and below this path has to be read again, whatever its signature says. */
    void doubt(String folder) {
        List.copyOf(Snapshot.under(known(), folder).entrySet()).forEach(e -> {
            Entry entry = e.getValue();
            replace(e.getKey(), new Entry(entry.signature(), entry.digest(), entry.document(), entry.broken(), true));
        });
    }

    /** Notes that a folder holds these names and no others. */
    void listed(String folder, Set<String> names) {
        Differences.absent(known().navigableKeySet(), folder, names).forEach(this::gone);
        Differences.absent(blocked.navigableKeySet(), folder, names).forEach(this::gone);
        Differences.absent(unread.navigableKeySet(), folder, names).forEach(this::gone);
        Differences.absent(links.navigableKeySet(), folder, names).forEach(this::gone);
    }

    /** What differs from the last snapshot, in the order of the paths. */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        touched.stream().sorted().forEach(path -> {
            Entry entry = entry(path);
            Document before = last.document(path);
            Document after = entry == null ? null : entry.document();
            if (!Objects.equals(before, after)) {
                changes.add(new Change(path, before, after));
            }
        });
        return changes;
    }

    Snapshot snapshot() {
        TreePMap<String, Entry> all = first == null || first.isEmpty() ? files : TreePMap.fromSortedMap(first);
        boolean same = touched.isEmpty() && !different;
        return same ? last : new Snapshot(new Snapshot.Parts(all, problems, blocked, unread, links, unknown, mounts));
    }
}
