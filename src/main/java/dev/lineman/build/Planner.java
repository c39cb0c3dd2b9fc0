package dev.lineman.build;

import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.PendingRemovals;
import dev.lineman.build.plan.Plan;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the {@link Plan} of a cycle: which files to write, keep, remove and hold. It has the bytes made that a plan
 * needs and the store does not have. For the thread of the cycles.
 */
final class Planner {
    private final OutputStore store;
    private final PendingRemovals.RemovalRule rule;
    private final InstantSource clock;

    Planner(OutputStore store, PendingRemovals.RemovalRule rule, InstantSource clock) {
        this.store = store;
        this.rule = rule;
        this.clock = clock;
    }

    /**
     * Plans a cycle. Bytes can be missing because a name collision kept a file from being published. They are made
     * again; if that fails, the last good file stays and the target is pending.
     */
    Plan plan(State before, OutputBuilder outputBuilder, OutputStore.OutputTransaction transaction) {
        CycleResult cycleResult = outputBuilder.result();
        if (!before.reconciled()) {
            cycleResult.addNames(outdatedNames(cycleResult.outputIndex(), store.published()));
        }
        Plan plan = planNames(before, cycleResult);
        List<Output> missing = withoutBody(plan, transaction);
        if (!missing.isEmpty()) {
            missing.forEach(output -> outputBuilder.makeAgain(output.targetKey()));
            plan = planNames(before, cycleResult);
            withoutBody(plan, transaction)
                    .forEach(output -> cycleResult.addPending(PendingReason.UNAVAILABLE, output.targetKey()));
        }
        return plan.withWrites(output -> transaction.hasBody(output.body()));
    }

    /**
     * Returns the names for which the publication and the output index differ. Needed once after a start; later
     * cycles know their affected names.
     */
    private static Set<String> outdatedNames(OutputIndex outputIndex, Plan.PublishedNames published) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : published.names()) {
            if (!Plan.isUpToDate(outputIndex, published, name)) {
                names.add(name);
            }
        }
        for (String name : outputIndex.names()) {
            if (published.find(name) == null) {
                names.add(name);
            }
        }
        return names;
    }

    /** Returns the outputs to write that have no stored bytes. */
    private static List<Output> withoutBody(Plan plan, OutputStore.OutputTransaction transaction) {
        return plan.writes().stream()
                .filter(output -> !transaction.hasBody(output.body()))
                .toList();
    }

    /** Plans the affected names. Removals wait longer in the first cycle and when the set of unreadable inputs changed. */
    private Plan planNames(State before, CycleResult cycleResult) {
        boolean first = !before.reconciled()
                || !cycleResult
                        .outputIndex()
                        .awaitedInputs()
                        .equals(before.outputIndex().awaitedInputs());
        return Plan.of(
                cycleResult.outputIndex(),
                store.published(),
                cycleResult.affectedNames(),
                before.pendingRemovals(),
                rule.at(clock.instant(), first));
    }
}
