package dev.lineman.build.plan;

import dev.lineman.collection.HashOrder;
import dev.lineman.fs.FileNames;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.TreePMap;

/**
 * Who makes which file: all units, and for each name the outputs that claim it. Immutable and persistent: a change
 * costs what it touches.
 */
public final class OutputIndex {
    private static final OutputIndex EMPTY =
            new OutputIndex(TreePMap.empty(HashOrder.BY_HASH), TreePMap.empty(HashOrder.BY_HASH), HashTreePMap.empty());

    private final TreePMap<String, BuildTarget> targets;
    private final TreePMap<String, NameClaims> names;
    private final PMap<String, PSet<String>> waitingByInput;

    private OutputIndex(
            TreePMap<String, BuildTarget> buildTargets,
            TreePMap<String, NameClaims> names,
            PMap<String, PSet<String>> waiting) {
        this.targets = buildTargets;
        this.names = names;
        this.waitingByInput = waiting;
    }

    public static OutputIndex empty() {
        return EMPTY;
    }

    /** A ledger of these units, of which no two have one key: as many changes would take several times as long. */
    public static OutputIndex of(Collection<BuildTarget> buildTargets) {
        SortedMap<String, BuildTarget> byKey = new TreeMap<>(HashOrder.BY_HASH);
        SortedMap<String, NameClaims> byName = new TreeMap<>(HashOrder.BY_HASH);
        for (BuildTarget buildTarget : buildTargets) {
            byKey.put(buildTarget.key(), buildTarget);
            for (Output output : buildTarget.outputs()) {
                byName.compute(FileNames.fold(output.path()), (name, claims) -> NameClaims.plus(claims, output));
            }
        }
        return new OutputIndex(TreePMap.fromSortedMap(byKey), TreePMap.fromSortedMap(byName), HashTreePMap.empty());
    }

    public @Nullable BuildTarget target(String key) {
        return targets.get(key);
    }

    public Collection<BuildTarget> targets() {
        return targets.values();
    }

    /** All claimed names, folded. */
    public Set<String> names() {
        return names.keySet();
    }

    /** One output for each way in which a name (folded) is claimed: several are a collision. */
    public List<Output> claims(String name) {
        NameClaims claims = names.get(name);
        return claims == null ? List.of() : claims.distinct();
    }

    /** Who may fetch the file of a name (folded) that is claimed in one way: the text of an {@code FileAccess}. */
    String access(String name) {
        NameClaims claims = names.get(name);
        return claims == null ? "" : claims.access();
    }

    /** The ledger with this unit instead of its last version; a unit without outputs still has its facts. */
    public OutputIndex with(BuildTarget buildTarget) {
        BuildTarget old = targets.get(buildTarget.key());
        if (old != null && old.outputs().equals(buildTarget.outputs())) {
            BuildTarget fresh = new BuildTarget(
                    buildTarget.key(), old.outputs(), buildTarget.dependencies(), buildTarget.sourceFiles());
            return new OutputIndex(targets.plus(fresh.key(), fresh), names, waitingByInput);
        }
        OutputIndex without = without(buildTarget.key());
        TreePMap<String, NameClaims> claims = without.names;
        for (Output output : buildTarget.outputs()) {
            String name = FileNames.fold(output.path());
            claims = claims.plus(name, NameClaims.plus(claims.get(name), output));
        }
        return new OutputIndex(without.targets.plus(buildTarget.key(), buildTarget), claims, waitingByInput);
    }

    /** The ledger without this unit. */
    public OutputIndex without(String key) {
        BuildTarget buildTarget = targets.get(key);
        if (buildTarget == null) {
            return this;
        }
        TreePMap<String, NameClaims> claims = names;
        for (Output output : buildTarget.outputs()) {
            String name = FileNames.fold(output.path());
            NameClaims old = claims.get(name);
            NameClaims rest = old == null ? null : NameClaims.minus(old, output);
            claims = rest == null ? claims.minus(name) : claims.plus(name, rest);
        }
        return new OutputIndex(targets.minus(key), claims, waitingByInput);
    }

    /** Notes that a unit keeps its last good files because this input cannot be read. */
    public OutputIndex withWaiting(String input, String unit) {
        return new OutputIndex(
                targets,
                names,
                waitingByInput.plus(
                        input,
                        waitingByInput.getOrDefault(input, HashTreePSet.empty()).plus(unit)));
    }

    /** The inputs that units wait for. */
    public Set<String> awaitedInputs() {
        return waitingByInput.keySet();
    }

    /** Whether a unit waits for any input. */
    public boolean isWaiting(String unit) {
        return !waitingByInput.isEmpty() && waitingByInput.values().stream().anyMatch(units -> units.contains(unit));
    }

    /** The units that wait for an input. */
    public Set<String> waitingFor(String input) {
        return waitingByInput.getOrDefault(input, HashTreePSet.empty());
    }

    /** The ledger when nobody waits for an input any more. */
    public OutputIndex withoutWaitingFor(String input) {
        return new OutputIndex(targets, names, waitingByInput.minus(input));
    }

    /** The names (folded) that two versions of a unit claim, where they differ. */
    public static Set<String> changedNames(@Nullable BuildTarget before, @Nullable BuildTarget after) {
        Set<Output> old = before == null ? Set.of() : new HashSet<>(before.outputs());
        Set<Output> fresh = after == null ? Set.of() : new HashSet<>(after.outputs());
        return Stream.concat(old.stream(), fresh.stream())
                .filter(output -> !old.contains(output) || !fresh.contains(output))
                .map(output -> FileNames.fold(output.path()))
                .collect(Collectors.toSet());
    }
}
