package dev.lineman.input.snapshot;

import dev.lineman.fs.Digest;
import dev.lineman.input.InputPaths;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The mounts that input files are on. If a mount is lost, its files cannot be read, and the snapshot keeps them. That
 * ends when the mount is back, when the same files are there without it, or when the administrator confirms their
 * removal. Immutable.
 *
 * @param known the mounts, by the name of the folder or file where each begins
 * @param lost the names of the lost ones; none of them is below another
 */
public record InputMounts(TreePMap<String, Mount> known, TreePSet<String> lost) {
    /** No mounts. */
    public static final InputMounts NONE = new InputMounts(TreePMap.empty(), TreePSet.empty());

    /** Length of a confirmation digest, in hex digits. */
    private static final int DIGITS = 12;

    /** These mounts, with those marked as lost that a table does not contain any more. */
    public InputMounts checkedAgainst(MountTable table, InputPaths inputs) {
        InputMounts now = new InputMounts(known, TreePSet.empty());
        for (Map.Entry<String, Mount> one : known.entrySet()) {
            if (now.lostMountOf(one.getKey()) == null
                    && one.getValue().isGone(table)
                    && inputs.isInput(one.getKey())
                    && !leadsElsewhere(one.getKey(), one.getValue(), inputs)) {
                now = now.withLost(one.getKey());
            }
        }
        return now;
    }

    /** Whether a name does not lead to the mount any more: a symbolic link was changed, or the root was moved. */
    private static boolean leadsElsewhere(String path, Mount mount, InputPaths inputs) {
        try {
            return !inputs.resolve(path).toRealPath().startsWith(mount.point());
        } catch (IOException e) {
            return false;
        }
    }

    /** Adds a mount that begins at a path. */
    public InputMounts with(String path, Mount mount) {
        return mount.equals(known.get(path)) ? this : new InputMounts(known.plus(path, mount), lost);
    }

    /** Forgets the mount that begins at this path. */
    public InputMounts without(String path) {
        return known.containsKey(path) ? new InputMounts(known.minus(path), lost.minus(path)) : this;
    }

    /** Whether the folder around a path is known to be on this mount. */
    public boolean isOn(String path, Mount mount) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            Mount above = known.get(path.substring(0, slash));
            if (above != null) {
                return above.point().equals(mount.point());
            }
        }
        return false;
    }

    /** Marks a mount as lost. */
    private InputMounts withLost(String path) {
        return new InputMounts(known, lost.plus(path));
    }

    /** Also marks those as lost that are lost in another value. */
    public InputMounts withLost(InputMounts other) {
        InputMounts all = this;
        for (String path : other.lost) {
            all = all.lostMountOf(path) == null ? all.withLost(path) : all;
        }
        return all;
    }

    /** The name of the lost mount that a path is on; null if there is none. */
    @Nullable
    public String lostMountOf(String path) {
        return lost.isEmpty() ? null : InputPaths.topmost(path, lost::contains);
    }

    /** Whether a path is on a lost mount. */
    public boolean isLost(String path) {
        return lostMountOf(path) != null;
    }

    /** Forgets the mounts at and below some paths. */
    public InputMounts without(Set<String> paths) {
        InputMounts rest = this;
        for (String path : known.isEmpty() ? Set.<String>of() : paths) {
            for (String below : List.copyOf(Snapshot.below(rest.known, path).keySet())) {
                rest = rest.without(below);
            }
            rest = rest.without(path);
        }
        return rest;
    }

    /** Forgets the mounts at and below some paths, but keeps their marks as lost for the next scan. */
    public InputMounts withoutKnown(Set<String> paths) {
        return new InputMounts(without(paths).known, lost);
    }

    /** The names of mounts that differ between this and another value. */
    public SortedSet<String> differences(InputMounts other) {
        SortedSet<String> differences = new TreeSet<>();
        differences.addAll(known.keySet());
        differences.addAll(other.known.keySet());
        differences.removeIf(path -> lost.contains(path) == other.lost.contains(path)
                && Objects.equals(known.get(path), other.known.get(path)));
        return differences;
    }

    /** The names of the lost mounts, by the digests that confirm their removal. */
    public Map<String, String> confirmationDigests() {
        Map<String, String> digests = new LinkedHashMap<>();
        lostMounts().forEach((path, mount) -> digests.put(confirmationDigest(path, mount), path));
        return digests;
    }

    /** The names of the lost mounts whose digest is confirmed. */
    public Set<String> confirmedPaths(Predicate<String> confirmed) {
        return confirmationDigests().entrySet().stream()
                .filter(one -> confirmed.test(one.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The lost mounts, by their names. */
    public SortedMap<String, Mount> lostMounts() {
        SortedMap<String, Mount> gone = new TreeMap<>();
        for (String path : lost) {
            Mount mount = known.get(path);
            if (mount != null) {
                gone.put(path, mount);
            }
        }
        return gone;
    }

    /** An error for each lost mount. */
    public List<Problem> problems() {
        return lostMounts().entrySet().stream()
                .map(one -> problem(one.getKey(), one.getValue()))
                .toList();
    }

    private static String confirmationDigest(String path, Mount mount) {
        String all = path + '\n' + mount.point();
        return Digest.of(all.getBytes(StandardCharsets.UTF_8)).toString().substring(0, DIGITS);
    }

    private static Problem problem(String path, Mount mount) {
        return Problem.blocking(
                Position.of(path),
                "the file system (" + mount.type() + ") that was mounted at " + mount.point()
                        + " is not mounted: its files stay in use. Mount it again, or remove its files with"
                        + " 'lineman confirm " + confirmationDigest(path, mount) + "'");
    }
}
