package dev.lineman.cycle;

import dev.lineman.cycle.PendingWork.Reason;
import dev.lineman.disk.FileName;
import dev.lineman.impact.Dependencies;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Unit;
import dev.lineman.problem.Findings;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.FactSet;
import dev.lineman.source.Snapshot;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one cycle notes of units: who makes which file, who looked what up, what is wrong, and what is to be done yet. */
final class Register {
    private final Set<String> names = new HashSet<>();
    private final Map<String, @Nullable Unit> changed = new LinkedHashMap<>();
    private Ledger ledger;
    private Dependencies dependencies;
    private Findings findings;
    private PendingWork pending;

    /** @param snapshot the inputs of the cycle, which units may have waited for */
    Register(State before, Snapshot snapshot) {
        this.ledger = before.reconciled()
                ? Doubts.arrived(before.ledger(), snapshot)
                : Doubts.waiting(before.ledger(), snapshot);
        this.dependencies = before.dependencies();
        this.findings = before.findings();
        this.pending = before.pending();
    }

    @Nullable
    Unit unit(String key) {
        return ledger.unit(key);
    }

    Ledger ledger() {
        return ledger;
    }

    Dependencies dependencies() {
        return dependencies;
    }

    Findings findings() {
        return findings;
    }

    /** The names (folded) whose claims may differ from before. */
    Set<String> names() {
        return names;
    }

    /** The units that differ from before; null when they are gone. */
    Map<String, @Nullable Unit> changed() {
        return changed;
    }

    /** What later cycles have to do. */
    PendingWork pending() {
        return pending;
    }

    /**
     * Notes what has become of a unit.
     *
     * @param after null when it is gone
     * @param problems why something of it failed
     */
    void replace(String key, @Nullable Unit before, @Nullable Unit after, List<Problem> problems) {
        find(key, problems);
        Unit shared = after == null
                ? null
                : new Unit(key, after.outputs(), dependencies.shared(after.facts()), after.owners());
        if (Objects.equals(before, shared)) {
            return;
        }
        FactSet none = FactSet.none();
        dependencies =
                dependencies.with(key, before == null ? none : before.facts(), shared == null ? none : shared.facts());
        names.addAll(Ledger.differing(before, shared));
        ledger = shared == null ? ledger.without(key) : ledger.with(shared);
        if (before == null || shared == null || !shared.remembersLike(before)) {
            changed.put(key, shared);
        }
    }

    /** Notes what is wrong with a unit, or with something else that is called so. */
    void find(String subject, List<Problem> problems) {
        findings = findings.with(subject, problems);
    }

    /** Notes that a unit is made when an input can be read. */
    void await(String input, String unit) {
        ledger = ledger.waiting(input, unit);
    }

    /** Notes that a unit is to be made later. */
    void pend(Reason reason, String unit) {
        pending = pending.with(reason, unit);
    }

    /** Notes that a unit is no longer to be made later for a reason. */
    void settle(Reason reason, String unit) {
        pending = pending.without(reason, unit);
    }

    /** Notes how many steps the files of a phone took; 0 when nothing was rendered. */
    void rendered(String mac, String template, long steps) {
        pending = steps == 0 ? pending : pending.rendered(mac, template, steps);
    }

    /** Forgets which costly template a phone had, since it has none any more. */
    void forget(String mac) {
        pending = pending.forgetting(mac);
    }

    /** Has the names of all files of a unit judged, whether or not they differ. */
    void judge(String key) {
        Unit unit = unit(key);
        if (unit != null) {
            unit.outputs().forEach(output -> names.add(FileName.fold(output.path())));
        }
    }
}
