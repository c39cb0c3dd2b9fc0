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
 * The inputs at the last scan: the stamp, digest and last good document of each file. Stages after the scan read
 * documents from it. Immutable; shares its structure with the snapshots before and after it.
 *
 * <p>Rare facts (problems, unknown files, symbolic links) have small maps of their own, so that no walk over all
 * files is needed to find them.
 */
public final class Snapshot {

    /**
     * One file.
     *
     * @param stamp as it was when the file was read
     * @param digest of the content at the last read
     * @param document of the last content that could be parsed; null if there was none in this process
     * @param broken whether the content at the last read could not be parsed
     * @param young whether the file had just changed when it was read. Then a further change may leave the stamp the
     *     same
     */
    public record SnapshotEntry(
            FileStamp stamp, Digest digest, @Nullable Document document, boolean broken, boolean young) {}

    /** How many files that are not read get a problem of their own. */
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
     * The content of a snapshot, by path.
     *
     * @param files those that were read
     * @param problems of the content at the last read
     * @param blocked paths that are not taken now
     * @param unread files that are not inputs, but that people may take for some
     * @param links for each symbolic link, the folder that it leads to, or that contains its target
     * @param unknown files that were never parsed in this process
     * @param mounts the mounts that files are on
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

    /** This snapshot with other mounts, from earlier runs or without forgotten ones. */
    public Snapshot with(InputMounts mounts) {
        return new Snapshot(new Parts(
                parts.files, parts.problems, parts.blocked, parts.unread, parts.links, parts.unknown, mounts));
    }

    /** The maps, for the builder and the differences. */
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

    /** The file at this path; null if there is none. */
    public @Nullable SnapshotEntry entry(String path) {
        return parts.files.get(path);
    }

    /** The last good document of the file at this path; null if there is no file, or no good document. */
    public @Nullable Document document(String path) {
        SnapshotEntry entry = parts.files.get(path);
        return entry == null ? null : entry.document();
    }

    /** All files, in the order of their paths. */
    public SortedMap<String, SnapshotEntry> files() {
        return parts.files;
    }

    /** The problems of the files' last content and of unreadable paths, in the order of the paths. */
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
     * Whether the content of the file at this path, or its existence, cannot be known. Either it was never parsed in
     * this process, or its folder cannot be read. False for a file with a last good document, and for one that
     * certainly does not exist.
     */
    public boolean isUnknown(String path) {
        SnapshotEntry entry = parts.files.get(path);
        if (entry != null) {
            return entry.broken() && entry.document() == null;
        }
        return parts.blocked.containsKey(blockedAncestor(path)) || isUndecodable(path);
    }

    /** The topmost blocked folder on the way to a path; the path itself if there is none. */
    public String blockedAncestor(String path) {
        String blocked = parts.blocked.isEmpty() ? null : InputPaths.topmost(path, parts.blocked::containsKey);
        return blocked == null ? path : blocked;
    }

    /** Whether the path may be one that the locale cannot decode. */
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

    /** Files that exist and were never parsed in this process. */
    public SortedSet<String> unknownFiles() {
        return parts.unknown;
    }

    /**
     * Paths that cannot be taken: unreadable, missing although required, too large, refused links, names that cannot
     * be decoded, files being written, large files being hashed. The snapshot keeps its content at and below them.
     */
    public SortedSet<String> blocked() {
        return parts.blocked.keySet();
    }

    /**
     * Files that may still be written, and whether each contains only the beginning of its last content. Their last
     * content stays in use.
     */
    public SortedMap<String, Boolean> beingWritten() {
        SortedMap<String, Boolean> all = new TreeMap<>();
        parts.blocked.forEach((path, why) -> {
            if (why instanceof BlockReason.BeingWritten waiting) {
                all.put(path, waiting.file().truncated());
            }
        });
        return all;
    }

    /** Large files that are being hashed in the background. Their last content stays in use until then. */
    public SortedSet<String> beingHashed() {
        SortedSet<String> paths = new TreeSet<>();
        parts.blocked.forEach((path, why) -> {
            if (why instanceof BlockReason.BeingHashed) {
                paths.add(path);
            }
        });
        return paths;
    }

    /** The known files at and below a path. */
    public Set<String> filesAt(String path) {
        Set<String> all = new HashSet<>(below(parts.files, path).keySet());
        if (parts.files.containsKey(path)) {
            all.add(path);
        }
        return all;
    }

    /** Symbolic links below the input folders. Each scan checks them, since a change of a target may give no event. */
    public NavigableSet<String> links() {
        return parts.links.navigableKeySet();
    }

    /** The folders that symbolic links lead into, by their real paths. The cost depends on the number of links. */
    public Set<Path> linkTargets() {
        return Set.copyOf(parts.links.values());
    }

    /** Whether another snapshot has the same map of links. A quick check: false does not mean that links differ. */
    @SuppressWarnings("ReferenceEquality") // quick check: other maps may be equal
    public boolean sharesLinks(Snapshot other) {
        return parts.links == other.parts.links;
    }

    /** Whether the snapshot has something at this path or below it. */
    boolean isKnown(String path) {
        return parts.files.containsKey(path)
                || parts.blocked.containsKey(path)
                || parts.unread.containsKey(path)
                || parts.links.containsKey(path)
                || !below(parts.files, path).isEmpty()
                || !below(parts.blocked, path).isEmpty()
                || !below(parts.unread, path).isEmpty();
    }

    /**
     * The entries of a map whose keys begin with a folder and {@code /}. The upper bound uses {@code 0}, which
     * follows {@code /} in Unicode.
     */
    public static <V> NavigableMap<String, V> below(NavigableMap<String, V> map, String folder) {
        return map.subMap(folder + '/', true, folder + '0', false);
    }
}
