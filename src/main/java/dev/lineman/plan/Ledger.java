package dev.lineman.plan;

import dev.lineman.disk.FileName;
import dev.lineman.disk.HashOrder;
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
public final class Ledger {
    private static final Ledger EMPTY =
            new Ledger(TreePMap.empty(HashOrder.BY_HASH), TreePMap.empty(HashOrder.BY_HASH), HashTreePMap.empty());

    private final TreePMap<String, Unit> units;
    private final TreePMap<String, Claims> names;
    private final PMap<String, PSet<String>> waiting;

    private Ledger(TreePMap<String, Unit> units, TreePMap<String, Claims> names, PMap<String, PSet<String>> waiting) {
        this.units = units;
        this.names = names;
        this.waiting = waiting;
    }

    public static Ledger empty() {
        return EMPTY;
    }

    /** A ledger of these units, of which no two have one key: as many changes would take several times as long. */
    public static Ledger of(Collection<Unit> units) {
        SortedMap<String, Unit> byKey = new TreeMap<>(HashOrder.BY_HASH);
        SortedMap<String, Claims> byName = new TreeMap<>(HashOrder.BY_HASH);
        for (Unit unit : units) {
            byKey.put(unit.key(), unit);
            for (Output output : unit.outputs()) {
                byName.compute(FileName.fold(output.path()), (name, claims) -> Claims.plus(claims, output));
            }
        }
        return new Ledger(TreePMap.fromSortedMap(byKey), TreePMap.fromSortedMap(byName), HashTreePMap.empty());
    }

    public @Nullable Unit unit(String key) {
        return units.get(key);
    }

    public Collection<Unit> units() {
        return units.values();
    }

    /** All claimed names, folded. */
    public Set<String> names() {
        return names.keySet();
    }

    /** One output for each way in which a name (folded) is claimed: several are a collision. */
    public List<Output> claims(String name) {
        Claims claims = names.get(name);
        return claims == null ? List.of() : claims.distinct();
    }

    /** Who may fetch the file of a name (folded) that is claimed in one way: the text of an {@code Access}. */
    String access(String name) {
        Claims claims = names.get(name);
        return claims == null ? "" : claims.access();
    }

    /** The ledger with this unit instead of its last version; a unit without outputs still has its facts. */
    public Ledger with(Unit unit) {
        Unit old = units.get(unit.key());
        if (old != null && old.outputs().equals(unit.outputs())) {
            Unit fresh = new Unit(unit.key(), old.outputs(), unit.facts(), unit.owners());
            return new Ledger(units.plus(fresh.key(), fresh), names, waiting);
        }
        Ledger without = without(unit.key());
        TreePMap<String, Claims> claims = without.names;
        for (Output output : unit.outputs()) {
            String name = FileName.fold(output.path());
            claims = claims.plus(name, Claims.plus(claims.get(name), output));
        }
        return new Ledger(without.units.plus(unit.key(), unit), claims, waiting);
    }

    /** The ledger without this unit. */
    public Ledger without(String key) {
        Unit unit = units.get(key);
        if (unit == null) {
            return this;
        }
        TreePMap<String, Claims> claims = names;
        for (Output output : unit.outputs()) {
            String name = FileName.fold(output.path());
            Claims old = claims.get(name);
            Claims rest = old == null ? null : Claims.minus(old, output);
            claims = rest == null ? claims.minus(name) : claims.plus(name, rest);
        }
        return new Ledger(units.minus(key), claims, waiting);
    }

    /** Notes that a unit keeps its last good files because this input cannot be read. */
    public Ledger waiting(String input, String unit) {
        return new Ledger(
                units,
                names,
                waiting.plus(
                        input, waiting.getOrDefault(input, HashTreePSet.empty()).plus(unit)));
    }

    /** The inputs that units wait for. */
    public Set<String> awaited() {
        return waiting.keySet();
    }

    /** Whether a unit waits for any input. */
    public boolean waits(String unit) {
        return !waiting.isEmpty() && waiting.values().stream().anyMatch(units -> units.contains(unit));
    }

    /** The units that wait for an input. */
    public Set<String> waitingFor(String input) {
        return waiting.getOrDefault(input, HashTreePSet.empty());
    }

    /** The ledger when nobody waits for an input any more. */
    public Ledger arrived(String input) {
        return new Ledger(units, names, waiting.minus(input));
    }

    /** The names (folded) that two versions of a unit claim, where they differ. */
    public static Set<String> differing(@Nullable Unit before, @Nullable Unit after) {
        Set<Output> old = before == null ? Set.of() : new HashSet<>(before.outputs());
        Set<Output> fresh = after == null ? Set.of() : new HashSet<>(after.outputs());
        return Stream.concat(old.stream(), fresh.stream())
                .filter(output -> !old.contains(output) || !fresh.contains(output))
                .map(output -> FileName.fold(output.path()))
                .collect(Collectors.toSet());
    }
}
