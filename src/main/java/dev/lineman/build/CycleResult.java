package dev.lineman.build;

import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.impact.DependencyIndex;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.fs.FileNames;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.problem.Problem;
import dev.lineman.problem.ProblemIndex;
import dev.lineman.resolve.value.DependencySet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one cycle notes of units: who makes which file, who looked what up, what is wrong, and what is to be done yet. */
final class CycleResult {
    private final Set<String> names = new HashSet<>();
    private final Map<String, @Nullable BuildTarget> changed = new LinkedHashMap<>();
    private OutputIndex outputIndex;
    private DependencyIndex dependencyIndex;
    private ProblemIndex problemIndex;
    private PendingWork pending;

    /** @param snapshot the inputs of the cycle, which units may have waited for */
    CycleResult(State before, Snapshot snapshot) {
        this.outputIndex = before.reconciled()
                ? UnknownInputs.arrived(before.outputIndex(), snapshot)
                : UnknownInputs.waiting(before.outputIndex(), snapshot);
        this.dependencyIndex = before.dependencyIndex();
        this.problemIndex = before.problemIndex();
        this.pending = before.pending();
    }

    @Nullable
    BuildTarget unit(String key) {
        return outputIndex.target(key);
    }

    OutputIndex ledger() {
        return outputIndex;
    }

    DependencyIndex dependencies() {
        return dependencyIndex;
    }

    ProblemIndex findings() {
        return problemIndex;
    }

    /** The names (folded) whose claims may differ from before. */
    Set<String> names() {
        return names;
    }

    /** The units that differ from before; null when they are gone. */
    Map<String, @Nullable BuildTarget> changed() {
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
    void replace(String key, @Nullable BuildTarget before, @Nullable BuildTarget after, List<Problem> problems) {
        find(key, problems);
        BuildTarget shared = after == null
                ? null
                : new BuildTarget(
                        key, after.outputs(), dependencyIndex.intern(after.dependencies()), after.sourceFiles());
        if (Objects.equals(before, shared)) {
            return;
        }
        DependencySet none = DependencySet.none();
        dependencyIndex = dependencyIndex.with(
                key, before == null ? none : before.dependencies(), shared == null ? none : shared.dependencies());
        names.addAll(OutputIndex.changedNames(before, shared));
        outputIndex = shared == null ? outputIndex.without(key) : outputIndex.with(shared);
        if (before == null || shared == null || !shared.hasSameMemo(before)) {
            changed.put(key, shared);
        }
    }

    /** Notes what is wrong with a unit, or with something else that is called so. */
    void find(String subject, List<Problem> problems) {
        problemIndex = problemIndex.with(subject, problems);
    }

    /** Notes that a unit is made when an input can be read. */
    void await(String input, String unit) {
        outputIndex = outputIndex.withWaiting(input, unit);
    }

    /** Notes that a unit is to be made later. */
    void pend(PendingReason reason, String unit) {
        pending = pending.with(reason, unit);
    }

    /** Notes that a unit is no longer to be made later for a reason. */
    void settle(PendingReason reason, String unit) {
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
        BuildTarget buildTarget = unit(key);
        if (buildTarget != null) {
            buildTarget.outputs().forEach(output -> names.add(FileNames.fold(output.path())));
        }
    }
}
