package dev.lineman.source;

import dev.lineman.disk.Digest;
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
     * @param signature as it was when the file was read
     * @param digest of the content that was read last
     * @param document of the last content that could be understood, null when there was none in this process
     * @param broken whether the content that was read last could not be understood
     * @param young whether the file had just been changed when it was read, so that a further change might not show
     *     in its signature
     */
    public record Entry(
            Signature signature, Digest digest, @Nullable Document document, boolean broken, boolean young) {}

    /** How many files that are not read are named one by one. */
    private static final int NAMED = 50;

    private static final Snapshot EMPTY = new Snapshot(Mounts.NONE);

    /** What a name that the locale cannot decode has in place of the bytes. */
    static final char UNDECODABLE = '\uFFFD';

    private final TreePMap<String, Entry> files;
    private final TreePMap<String, List<Problem>> problems;
    private final TreePMap<String, Problem> blocked;
    private final TreePMap<String, Problem> unread;
    private final TreePMap<String, Path> links;
    private final TreePSet<String> unknown;
    private final TreePMap<String, Settling.Pending> pending;
    private final Mounts mounts;

    private Snapshot(Mounts mounts) {
        this.files = TreePMap.empty();
        this.problems = TreePMap.empty();
        this.blocked = TreePMap.empty();
        this.unread = TreePMap.empty();
        this.links = TreePMap.empty();
        this.unknown = TreePSet.empty();
        this.pending = TreePMap.empty();
        this.mounts = mounts;
    }

    Snapshot(
            TreePMap<String, Entry> files,
            TreePMap<String, List<Problem>> problems,
            TreePMap<String, Problem> blocked,
            TreePMap<String, Problem> unread,
            TreePMap<String, Path> links,
            TreePSet<String> unknown,
            TreePMap<String, Settling.Pending> pending,
            Mounts mounts) {
        this.files = files;
        this.problems = problems;
        this.blocked = blocked;
        this.unread = unread;
        this.links = links;
        this.unknown = unknown;
        this.pending = pending;
        this.mounts = mounts;
    }

    /** This snapshot with other mounts: what is remembered from earlier runs, or what is forgotten. */
    public Snapshot with(Mounts other) {
        return new Snapshot(files, problems, blocked, unread, links, unknown, pending, other);
    }

    /** The mounts that the files lie on. */
    public Mounts mounts() {
        return mounts;
    }

    /** The snapshot before the first scan. */
    public static Snapshot empty() {
        return EMPTY;
    }

    /** What is known of the file at this path; null when there is none. */
    public @Nullable Entry entry(String path) {
        return files.get(path);
    }

    /** The last good document of the file at this path; null when there is no such file, or none was ever good. */
    public @Nullable Document document(String path) {
        Entry entry = files.get(path);
        return entry == null ? null : entry.document();
    }

    /** All files by path, in the order of their paths. */
    public SortedMap<String, Entry> files() {
        return files;
    }

    /** The files below a folder, at any depth, in the order of their paths. Costs what it returns. */
    public SortedMap<String, Entry> below(String folder) {
        return under(files, folder);
    }

    /** What was wrong with a file's last content, and with what could not be looked at, in the order of the paths. */
    public List<Problem> problems() {
        List<Problem> all = new ArrayList<>();
        blocked.forEach((path, problem) -> {
            if (!pending.containsKey(path) && !isBeingHashed(problem)) {
                all.add(problem);
            }
        });
        problems.values().forEach(all::addAll);
        unread.values().stream().limit(NAMED).forEach(all::add);
        if (unread.size() > NAMED) {
            all.add(Obstacle.moreUnread(
                    unread.keySet().stream().skip(NAMED).findFirst().orElseThrow(), unread.size() - NAMED));
        }
        all.sort(null);
        return all;
    }

    /**
     * Whether nobody can say what the file at this path holds, or whether it is there at all: it was never understood in
     * this process, or lies where the agent could not look. False for a file with a last good document, and for one that
     * is certainly absent.
     */
    public boolean unknown(String path) {
        Entry entry = files.get(path);
        if (entry != null) {
            return entry.broken() && entry.document() == null;
        }
        return blocked.containsKey(obstacle(path)) || undecoded(path);
    }

    /** The topmost folder on the way to a path that could not be looked at; the path itself where the way was free. */
    String obstacle(String path) {
        for (int slash = path.indexOf('/', 1); slash >= 0 && !blocked.isEmpty(); slash = path.indexOf('/', slash + 1)) {
            String folder = path.substring(0, slash);
            if (blocked.containsKey(folder)) {
                return folder;
            }
        }
        return path;
    }

    /** Whether the path may be one of those that the locale could not decode. */
    private boolean undecoded(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) > 127) {
                String prefix = path.substring(0, i) + UNDECODABLE;
                String key = blocked.ceilingKey(prefix);
                return key != null && key.startsWith(prefix);
            }
        }
        return false;
    }

    /** Files that are there and were never understood in this process. */
    public SortedSet<String> unknowns() {
        return unknown;
    }

    /**
     * Files and folders that could not be looked at: unreadable, missing though they must be there, too large, links
     * that lead astray, names that cannot be decoded, files that are being written. What is known at and below them stays.
     */
    public SortedSet<String> blocked() {
        return blocked.keySet();
    }

    /** Files that may still be written, so that their last content counts; by whether they hold only the beginning of that. */
    public SortedMap<String, Boolean> beingWritten() {
        SortedMap<String, Boolean> all = new TreeMap<>();
        pending.forEach((path, file) -> all.put(path, file.cutShort()));
        return all;
    }

    TreePMap<String, Settling.Pending> pending() {
        return pending;
    }

    /** Large files that are being hashed in the background: what is known of them stays until that is done. */
    public SortedSet<String> beingHashed() {
        SortedSet<String> paths = new TreeSet<>();
        blocked.forEach((path, why) -> {
            if (isBeingHashed(why)) {
                paths.add(path);
            }
        });
        return paths;
    }

    private static boolean isBeingHashed(Problem why) {
        return why.message().equals(Obstacle.BEING_HASHED);
    }

    /** The files at and below a path that are known. */
    Set<String> at(String path) {
        Set<String> all = new HashSet<>(under(files, path).keySet());
        if (files.containsKey(path)) {
            all.add(path);
        }
        return all;
    }

    /** Whether something is wrong with what a file holds. */
    public boolean complains(String path) {
        return problems.containsKey(path);
    }

    /** Whether anything is wrong with a file below a folder, or with the folder. */
    public boolean complainsWithin(String folder) {
        return problems.containsKey(folder) || !under(problems, folder).isEmpty();
    }

    TreePMap<String, Entry> entries() {
        return files;
    }

    TreePMap<String, List<Problem>> problemsByPath() {
        return problems;
    }

    TreePMap<String, Problem> blockedByPath() {
        return blocked;
    }

    TreePMap<String, Problem> unreadByPath() {
        return unread;
    }

    /** Symbolic links below the input folders: nothing rings when what they lead to changes. */
    NavigableSet<String> links() {
        return links.navigableKeySet();
    }

    /** For each symbolic link, the folder that it leads to, or that holds what it leads to. */
    TreePMap<String, Path> linksByPath() {
        return links;
    }

    /** The folders that symbolic links lead into, by their real paths. Costs what there are links. */
    public Set<Path> linkTargets() {
        return Set.copyOf(links.values());
    }

    /** Whether the symbolic links of another snapshot are the very same. */
    @SuppressWarnings("ReferenceEquality") // a look that costs nothing: other maps may be equal
    public boolean sharesLinks(Snapshot other) {
        return links == other.links;
    }

    TreePSet<String> unknownPaths() {
        return unknown;
    }

    /** Whether anything is known at this path or below it. */
    boolean knows(String path) {
        return files.containsKey(path)
                || blocked.containsKey(path)
                || unread.containsKey(path)
                || links.containsKey(path)
                || !under(files, path).isEmpty()
                || !under(blocked, path).isEmpty()
                || !under(unread, path).isEmpty();
    }

    /** The part of a map whose keys begin with a folder and {@code /}, which {@code 0} follows in Unicode. */
    static <V> NavigableMap<String, V> under(NavigableMap<String, V> map, String folder) {
        return map.subMap(folder + '/', true, folder + '0', false);
    }
}
