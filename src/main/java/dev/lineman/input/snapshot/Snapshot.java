package dev.lineman.input.snapshot;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileStamp;
import dev.lineman.input.Document;
import dev.lineman.input.InputPaths;
import dev.lineman.input.ReadObstacle;
import dev.lineman.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The inputs as they were last seen: each file's signature, digest and last good document. Immutable, and shares its
 * structure with the snapshots before and after it. What is rare (problems, doubts, symbolic links) has small maps of
 * its own, so that nobody walks the fleet to find it.
 */
public final class Snapshot {

    /**
     * One file.
     *
     * @param stamp as it was when the file was read
     * @param digest of the content that was read last
     * @param document of the last content that could be understood, null when there was none in this process
     * @param broken whether the content that was read last could not be understood
     * @param young whether the file had just been changed when it was read, so that a further change might not show
     *     in its signature
     */
    public record SnapshotEntry(
            FileStamp stamp, Digest digest, @Nullable Document document, boolean broken, boolean young) {}

    /** How many files that are not read are named one by one. */
    private static final int MAX_NAMED_FILES = 50;

    private static final Snapshot EMPTY = new Snapshot(new Parts(
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePSet.empty(),
            InputMounts.NONE));

    /**
     * All that is known, by path.
     *
     * @param files those that were read
     * @param problems of what a file held last
     * @param blocked what is not taken now
     * @param unread files that are no inputs, and that people may take for some
     * @param links for each symbolic link, the folder that it leads to, or that holds what it leads to
     * @param unknown files that were never understood in this process
     */
    record Parts(
            TreePMap<String, SnapshotEntry> files,
            TreePMap<String, List<Problem>> problems,
            TreePMap<String, BlockReason> blocked,
            TreePMap<String, Problem> unread,
            TreePMap<String, Path> links,
            TreePSet<String> unknown,
            InputMounts mounts) {}

    private final Parts parts;

    Snapshot(Parts parts) {
        this.parts = parts;
    }

    /** This snapshot with other mounts: what is remembered from earlier runs, or what is forgotten. */
    public Snapshot with(InputMounts mounts) {
        return new Snapshot(new Parts(
                parts.files, parts.problems, parts.blocked, parts.unread, parts.links, parts.unknown, mounts));
    }

    Parts parts() {
        return parts;
    }

    /** The mounts that the files lie on. */
    public InputMounts mounts() {
        return parts.mounts;
    }

    /** The snapshot before the first scan. */
    public static Snapshot empty() {
        return EMPTY;
    }

    /** What is known of the file at this path; null when there is none. */
    public @Nullable SnapshotEntry entry(String path) {
        return parts.files.get(path);
    }

    /** The last good document of the file at this path; null when there is no such file, or none was ever good. */
    public @Nullable Document document(String path) {
        SnapshotEntry entry = parts.files.get(path);
        return entry == null ? null : entry.document();
    }

    /** All files by path, in the order of their paths. */
    public SortedMap<String, SnapshotEntry> files() {
        return parts.files;
    }

    /** What was wrong with a file's last content, and with what could not be looked at, in the order of the paths. */
    public List<Problem> problems() {
        List<Problem> all = new ArrayList<>();
        parts.blocked.values().forEach(why -> {
            if (why instanceof BlockReason.Unreadable unusable) {
                all.add(unusable.problem());
            }
        });
        parts.problems.values().forEach(all::addAll);
        parts.unread.values().stream().limit(MAX_NAMED_FILES).forEach(all::add);
        if (parts.unread.size() > MAX_NAMED_FILES) {
            all.add(ReadObstacle.moreUnread(
                    parts.unread.keySet().stream()
                            .skip(MAX_NAMED_FILES)
                            .findFirst()
                            .orElseThrow(),
                    parts.unread.size() - MAX_NAMED_FILES));
        }
        all.sort(null);
        return all;
    }

    /**
     * Whether nobody can say what the file at this path holds, or whether it is there at all: it was never understood in
     * this process, or lies where the agent could not look. False for a file with a last good document, and for one that
     * is certainly absent.
     */
    public boolean isUnknown(String path) {
        SnapshotEntry entry = parts.files.get(path);
        if (entry != null) {
            return entry.broken() && entry.document() == null;
        }
        return parts.blocked.containsKey(blockedAncestor(path)) || isUndecodable(path);
    }

    /** The topmost folder on the way to a path that could not be looked at; the path itself where the way was free. */
    public String blockedAncestor(String path) {
        String blocked = parts.blocked.isEmpty() ? null : InputPaths.topmost(path, parts.blocked::containsKey);
        return blocked == null ? path : blocked;
    }

    /** Whether the path may be one of those that the locale could not decode. */
    private boolean isUndecodable(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) > 127) {
                String prefix = path.substring(0, i) + InputPaths.UNDECODABLE;
                String key = parts.blocked.ceilingKey(prefix);
                return key != null && key.startsWith(prefix);
            }
        }
        return false;
    }

    /** Files that are there and were never understood in this process. */
    public SortedSet<String> unknownFiles() {
        return parts.unknown;
    }

    /**
     * Files and folders that could not be looked at: unreadable, missing though they must be there, too large, links
     * that lead astray, names that cannot be decoded, files that are being written. What is known at and below them stays.
     */
    public SortedSet<String> blocked() {
        return parts.blocked.keySet();
    }

    /** Files that may still be written, so that their last content counts; by whether they hold only the beginning of that. */
    public SortedMap<String, Boolean> beingWritten() {
        SortedMap<String, Boolean> all = new TreeMap<>();
        parts.blocked.forEach((path, why) -> {
            if (why instanceof BlockReason.BeingWritten waiting) {
                all.put(path, waiting.file().truncated());
            }
        });
        return all;
    }

    /** Large files that are being hashed in the background: what is known of them stays until that is done. */
    public SortedSet<String> beingHashed() {
        SortedSet<String> paths = new TreeSet<>();
        parts.blocked.forEach((path, why) -> {
            if (why instanceof BlockReason.BeingHashed) {
                paths.add(path);
            }
        });
        return paths;
    }

    /** The files at and below a path that are known. */
    public Set<String> filesAt(String path) {
        Set<String> all = new HashSet<>(below(parts.files, path).keySet());
        if (parts.files.containsKey(path)) {
            all.add(path);
        }
        return all;
    }

    /** Symbolic links below the input folders: nothing rings when what they lead to changes. */
    public NavigableSet<String> links() {
        return parts.links.navigableKeySet();
    }

    /** The folders that symbolic links lead into, by their real paths. Costs what there are links. */
    public Set<Path> linkTargets() {
        return Set.copyOf(parts.links.values());
    }

    /** Whether the symbolic links of another snapshot are the very same. */
    @SuppressWarnings("ReferenceEquality") // a look that costs nothing: other maps may be equal
    public boolean sharesLinks(Snapshot other) {
        return parts.links == other.parts.links;
    }

    /** Whether anything is known at this path or below it. */
    boolean isKnown(String path) {
        return parts.files.containsKey(path)
                || parts.blocked.containsKey(path)
                || parts.unread.containsKey(path)
                || parts.links.containsKey(path)
                || !below(parts.files, path).isEmpty()
                || !below(parts.blocked, path).isEmpty()
                || !below(parts.unread, path).isEmpty();
    }

    /** The part of a map whose keys begin with a folder and {@code /}, which {@code 0} follows in Unicode. */
    public static <V> NavigableMap<String, V> below(NavigableMap<String, V> map, String folder) {
        return map.subMap(folder + '/', true, folder + '0', false);
    }
}
