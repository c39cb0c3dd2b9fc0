package dev.lineman.cycle;

import dev.lineman.cycle.PendingWork.Reason;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Output;
import dev.lineman.plan.Plan;
import dev.lineman.plan.Removals;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Plans what a cycle publishes. Bytes that a plan needs and that are not at hand are made for it. */
final class Planner {
    private final Store store;
    private final Removals.Rule rule;
    private final InstantSource clock;

    Planner(Store store, Removals.Rule rule, InstantSource clock) {
        this.store = store;
        this.rule = rule;
        this.clock = clock;
    }

    /**
     * The plan. Bytes that are not at hand, since their name was contested, are made again; where that cannot be done, since
     * their phone fails by now, the last good file stays.
     */
    Plan plan(State before, Production production, Store.Draft draft) {
        Register register = production.register();
        Set<String> names = new LinkedHashSet<>(register.names());
        if (!before.reconciled()) {
            names.addAll(differing(register.ledger(), store.published()));
        }
        Plan plan = judge(before, register, names);
        List<Output> bodiless = bodiless(plan, draft);
        if (!bodiless.isEmpty()) {
            bodiless.forEach(output -> production.again(output.unit()));
            names.addAll(register.names());
            plan = judge(before, register, names);
            bodiless(plan, draft).forEach(output -> register.pend(Reason.UNAVAILABLE, output.unit()));
        }
        return plan.writing(output -> draft.has(output.body()));
    }

    /** The names under which something else is published than the ledger says. */
    private static Set<String> differing(Ledger ledger, Plan.Publication published) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : published.names()) {
            if (!Plan.stands(ledger, published, name)) {
                names.add(name);
            }
        }
        for (String name : ledger.names()) {
            if (published.at(name) == null) {
                names.add(name);
            }
        }
        return names;
    }

    private static List<Output> bodiless(Plan plan, Store.Draft draft) {
        return plan.writes().stream()
                .filter(output -> !draft.has(output.body()))
                .toList();
    }

    private Plan judge(State before, Register register, Set<String> names) {
        boolean first = !before.reconciled()
                || !register.ledger().awaited().equals(before.ledger().awaited());
        return Plan.of(register.ledger(), store.published(), names, before.removals(), rule.at(clock.instant(), first));
    }
}
