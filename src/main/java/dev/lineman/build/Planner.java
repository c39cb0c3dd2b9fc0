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

/** Plans what a cycle publishes. Bytes that a plan needs and that are not at hand are made for it. */
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
     * The plan. Bytes that are not at hand, since their name was contested, are made again; where that cannot be done, since
     * their phone fails by now, the last good file stays.
     */
    Plan plan(State before, OutputBuilder outputBuilder, OutputStore.OutputTransaction draft) {
        CycleResult cycleResult = outputBuilder.register();
        Set<String> names = new LinkedHashSet<>(cycleResult.names());
        if (!before.reconciled()) {
            names.addAll(differing(cycleResult.ledger(), store.published()));
        }
        Plan plan = judge(before, cycleResult, names);
        List<Output> bodiless = bodiless(plan, draft);
        if (!bodiless.isEmpty()) {
            bodiless.forEach(output -> outputBuilder.again(output.targetKey()));
            names.addAll(cycleResult.names());
            plan = judge(before, cycleResult, names);
            bodiless(plan, draft).forEach(output -> cycleResult.pend(PendingReason.UNAVAILABLE, output.targetKey()));
        }
        return plan.withWrites(output -> draft.has(output.body()));
    }

    /** The names under which something else is published than the ledger says. */
    private static Set<String> differing(OutputIndex outputIndex, Plan.PublishedNames published) {
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

    private static List<Output> bodiless(Plan plan, OutputStore.OutputTransaction draft) {
        return plan.writes().stream()
                .filter(output -> !draft.has(output.body()))
                .toList();
    }

    private Plan judge(State before, CycleResult cycleResult, Set<String> names) {
        boolean first = !before.reconciled()
                || !cycleResult
                        .ledger()
                        .awaitedInputs()
                        .equals(before.outputIndex().awaitedInputs());
        return Plan.of(
                cycleResult.ledger(),
                store.published(),
                names,
                before.pendingRemovals(),
                rule.at(clock.instant(), first));
    }
}
