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
 * The mounts that input files lie on. Where one is gone, nobody can look: what is known there stays, until it is mounted
 * again, the same files lie there without it, or a person says that they are meant to go. Immutable.
 *
 * @param known by the path of the folder or file that begins to lie on each
 * @param lost the paths of those that are gone; none of them lies below another
 */
public record InputMounts(TreePMap<String, Mount> known, TreePSet<String> lost) {
    /** There are none. */
    public static final InputMounts NONE = new InputMounts(TreePMap.empty(), TreePSet.empty());

    private static final int DIGITS = 12;

    /** The same mounts, with those of these inputs that are gone by a table. */
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

    /** Whether a path leads elsewhere by now: a symbolic link was changed, or the root was moved. */
    private static boolean leadsElsewhere(String path, Mount mount, InputPaths inputs) {
        try {
            return !inputs.resolve(path).toRealPath().startsWith(mount.point());
        } catch (IOException e) {
            return false;
        }
    }

    /** With this mount, which a path begins to lie on. */
    public InputMounts with(String path, Mount mount) {
        return mount.equals(known.get(path)) ? this : new InputMounts(known.plus(path, mount), lost);
    }

    /** Without what is known of this path. */
    public InputMounts without(String path) {
        return known.containsKey(path) ? new InputMounts(known.minus(path), lost.minus(path)) : this;
    }

    /** Whether what a path lies in is known to lie on this mount. */
    public boolean isOn(String path, Mount mount) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            Mount above = known.get(path.substring(0, slash));
            if (above != null) {
                return above.point().equals(mount.point());
            }
        }
        return false;
    }

    private InputMounts withLost(String path) {
        return new InputMounts(known, lost.plus(path));
    }

    /** With those, too, that another look found gone. */
    public InputMounts withLost(InputMounts other) {
        InputMounts all = this;
        for (String path : other.lost) {
            all = all.lostMountOf(path) == null ? all.withLost(path) : all;
        }
        return all;
    }

    /** The lost one that a path lies on; null when it lies on none. */
    @Nullable
    public String lostMountOf(String path) {
        return lost.isEmpty() ? null : InputPaths.topmost(path, lost::contains);
    }

    /** Whether a path lies on one that is lost. */
    public boolean isLost(String path) {
        return lostMountOf(path) != null;
    }

    /** Without those at and below some paths. */
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

    /** Without those at and below some paths, that are still to be looked at as lost ones. */
    public InputMounts withoutKnown(Set<String> paths) {
        return new InputMounts(without(paths).known, lost);
    }

    /** Where one of these is not as in others. */
    public SortedSet<String> differences(InputMounts other) {
        SortedSet<String> differences = new TreeSet<>();
        differences.addAll(known.keySet());
        differences.addAll(other.known.keySet());
        differences.removeIf(path -> lost.contains(path) == other.lost.contains(path)
                && Objects.equals(known.get(path), other.known.get(path)));
        return differences;
    }

    /** The paths of those that are lost, by the digests with which a person confirms. */
    public Map<String, String> confirmationDigests() {
        Map<String, String> digests = new LinkedHashMap<>();
        lostMounts().forEach((path, mount) -> digests.put(confirmationDigest(path, mount), path));
        return digests;
    }

    /** The paths of those that are lost and whose digest somebody has confirmed. */
    public Set<String> confirmedPaths(Predicate<String> confirmed) {
        return confirmationDigests().entrySet().stream()
                .filter(one -> confirmed.test(one.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that are lost, by their paths. */
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

    /** What a person is told of those that are lost. */
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
        return Problem.error(
                Position.of(path),
                "the file system (" + mount.type() + ") that was mounted at " + mount.point()
                        + " is not mounted: what its files gave stays as it was. Mount it again, or, if they are meant to"
                        + " go, say 'lineman confirm " + confirmationDigest(path, mount) + "'");
    }
}
