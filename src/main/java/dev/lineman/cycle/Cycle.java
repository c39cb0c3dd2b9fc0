package dev.lineman.cycle;

import dev.lineman.cycle.PendingWork.Reason;
import dev.lineman.disk.FileName;
import dev.lineman.impact.Impact;
import dev.lineman.impact.Inputs;
import dev.lineman.impact.UnitKey;
import dev.lineman.inventory.Secrets;
import dev.lineman.make.Gatekeeping;
import dev.lineman.make.Shortcuts;
import dev.lineman.plan.Held;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Plan;
import dev.lineman.plan.Removals;
import dev.lineman.problem.Findings;
import dev.lineman.problem.Problem;
import dev.lineman.render.Renderer;
import dev.lineman.report.Counters;
import dev.lineman.report.Stages;
import dev.lineman.report.Stages.Stage;
import dev.lineman.source.Change;
import dev.lineman.source.Scan;
import dev.lineman.source.Snapshot;
import dev.lineman.template.Catalog;
import dev.lineman.watch.Hint;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The flow: {@code State × Hints → State}. Holds nothing from one run to the next but the compiled templates, which
 * depend on their content alone, and what is being made of sites. For one thread.
 */
public final class Cycle {

    /** Where the inputs are seen. */
    public interface Sight {
        /**
         * Brings a snapshot up to date where the hints say.
         *
         * @throws IOException when the inputs cannot be seen now: the hints are to be given again
         */
        Scan scan(Snapshot last, Collection<Hint> hints) throws IOException;
    }

    /**
     * How outputs are made.
     *
     * @param environment the variables that inputs may stand for
     * @param sites where the files of sites are made
     * @param shortcuts all but in tests, which show that they change nothing
     */
    public record RenderSetup(Renderer renderer, Map<String, String> environment, Sites sites, Shortcuts shortcuts) {
        /** All shortcuts, and the files of sites in their place. */
        public RenderSetup(Renderer renderer, Map<String, String> environment) {
            this(renderer, environment, Sites.HERE, Shortcuts.ALL);
        }
    }

    /**
     * The time, and its end.
     *
     * @param nanos a clock of nanoseconds that never goes back
     * @param stopped whether nobody waits for the outcome any more
     * @param progress is told how far a run is
     */
    public record Timing(InstantSource clock, LongSupplier nanos, BooleanSupplier stopped, Progress progress) {
        /** Where nobody is told of progress. */
        public Timing(InstantSource clock, LongSupplier nanos, BooleanSupplier stopped) {
            this(clock, nanos, stopped, Progress.NONE);
        }
    }

    /** What a run came to. */
    public record Step(State state, Plan plan, List<Change> changes, Stages stages, Counters counters) {}

    private final Sight sight;
    private final RenderSetup setup;
    private final Store store;
    private final Removals.Rule rule;
    private final Timing timing;
    private final Planner planner;

    /** @param rule when files that nobody claims go */
    public Cycle(Sight sight, RenderSetup setup, Store store, Removals.Rule rule, Timing timing) {
        this.sight = sight;
        this.setup = setup;
        this.store = store;
        this.rule = rule;
        this.timing = timing;
        this.planner = new Planner(store, rule, timing.clock());
    }

    /** Where the files of sites are made. */
    public Sites sites() {
        return setup.sites();
    }

    /** Where outputs go. */
    public Store store() {
        return store;
    }

    InstantSource clock() {
        return timing.clock();
    }

    /**
     * One run.
     *
     * @throws IOException when nothing could be published: the old state holds
     * @throws CancellationException when nobody waits for it any more: the old state holds
     */
    public Step run(State last, Collection<Hint> hints) throws IOException {
        Stages stages = Stages.begin(timing.nanos());
        State before = last.lettingGo(rule.confirmed());
        Scan scan = sight.scan(before.snapshot(), hints);
        stages.end(Stage.SCAN);
        Inputs inputs = load(before.inputs(), scan.changes());
        stages.end(Stage.LOAD);
        Store.Draft draft = store.begin();
        Production production = new Production(
                before, scan.snapshot(), inputs, setup, timing.progress().counting(draft));
        Set<String> touched = touched(before, scan, inputs);
        retry(before, touched, production);
        repair(before, draft, production);
        make(before, touched, production);
        admit(before, touched, production, inputs);
        stages.end(Stage.MAKE);
        Plan plan = planner.plan(before, production, draft);
        stages.end(Stage.PLAN);
        Register register = production.register();
        PendingWork pending = register.pending().afterCycle(moving(scan, production));
        Store.Receipt receipt = commit(draft, plan, register, pending);
        stages.end(Stage.PUBLISH);
        State after = new State(
                scan.snapshot(),
                inputs,
                register.ledger(),
                register.dependencies(),
                findings(register.findings(), plan, receipt),
                plan.removals(),
                pending);
        return new Step(after, plan, scan.changes(), stages, counters(scan, production, receipt));
    }

    private Store.Receipt commit(Store.Draft draft, Plan plan, Register register, PendingWork pending)
            throws IOException {
        timing.progress().step("writing");
        try {
            return draft.commit(plan, register.changed(), pending.costlyTemplates());
        } finally {
            timing.progress().done();
        }
    }

    private static Inputs load(Inputs before, List<Change> changes) {
        Catalog catalog = before.catalog();
        Secrets secrets = before.secrets();
        for (Change change : changes) {
            catalog = catalog.with(change.path(), change.after());
            if (change.before() instanceof Secrets || change.after() instanceof Secrets) {
                secrets = change.after() instanceof Secrets now ? now : Secrets.NONE;
            }
        }
        return new Inputs(before.inventory().with(changes), catalog, secrets);
    }

    /** The units to make: those that the changes reach, and at the start all that are known from anywhere. */
    private static Set<String> touched(State before, Scan scan, Inputs inputs) {
        Ledger ledger = before.ledger();
        Set<String> units =
                new LinkedHashSet<>(Impact.of(scan.changes(), before.inputs(), inputs, before.dependencies()));
        if (!before.reconciled()) {
            ledger.units().forEach(unit -> units.add(unit.key()));
        }
        for (String input : ledger.awaited()) {
            if (!scan.snapshot().unknown(input)) {
                units.addAll(ledger.waitingFor(input));
            }
        }
        if (!units.isEmpty()) {
            // What was never made has looked up nothing, as far as anybody knows.
            before.pending().units(Reason.UNAVAILABLE).stream()
                    .filter(unit -> UnitKey.isSite(unit) && ledger.unit(unit) == null)
                    .forEach(units::add);
        }
        return units;
    }

    /** Makes again what could not be had before and may be had by now; sites come last. */
    private static void retry(State before, Set<String> touched, Production production) {
        for (String unit : before.pending().units(Reason.UNAVAILABLE)) {
            if (touched.contains(unit) || UnitKey.isStatic(unit)) {
                production.register().settle(Reason.UNAVAILABLE, unit);
                if (!UnitKey.isSite(unit)) {
                    production.again(unit);
                }
            }
        }
    }

    /** Makes again the files whose published bytes are damaged. */
    private static void repair(State before, Store.Draft draft, Production production) {
        for (String path : draft.damaged()) {
            before.ledger().claims(FileName.fold(path)).forEach(output -> production.again(output.unit()));
        }
    }

    /**
     * Makes units, phones and static files first. Where there are any, this run takes up only those sites that were pending before it,
     * and no pending phones of costly templates.
     */
    private void make(State before, Set<String> touched, Production production) {
        MakingOrder<String> order = MakingOrder.of(touched, UnitKey::isSite);
        List<String> first = order.first();
        Set<String> ofSites = order.sites();
        Set<String> pending = before.pending().units(Reason.SITE);
        ofSites.forEach(sites()::changed);
        ofSites.addAll(pending);
        production.expect(first);
        for (String unit : first) {
            goOn();
            production.make(unit);
        }
        for (String unit : ofSites) {
            boolean later = !first.isEmpty() && !pending.contains(unit);
            goOn();
            if (later || !production.makeSite(unit)) {
                production.register().pend(Reason.SITE, unit);
            } else {
                production.register().settle(Reason.SITE, unit);
            }
        }
        if (first.isEmpty()) {
            production.makeCostly(this::goOn);
        }
    }

    /** Applies the access rule for files of no phone to those that were not made, where it is another now. */
    private void admit(State before, Set<String> made, Production production, Inputs inputs) {
        if (Gatekeeping.agree(before.inputs(), inputs, setup.environment())) {
            return;
        }
        Set<String> units = new LinkedHashSet<>(before.pending().units(Reason.UNAVAILABLE));
        production.register().ledger().units().forEach(unit -> units.add(unit.key()));
        units.removeIf(unit -> made.contains(unit) || !(UnitKey.isStatic(unit) || UnitKey.isSite(unit)));
        units.forEach(production::admit);
    }

    private void goOn() {
        if (timing.stopped().getAsBoolean()) {
            throw new CancellationException("the agent ends");
        }
    }

    private static List<Hint> moving(Scan scan, Production production) {
        List<Hint> moving = new ArrayList<>(scan.moving());
        moving.addAll(production.moving());
        return moving;
    }

    private static Findings findings(Findings findings, Plan plan, Store.Receipt receipt) {
        Findings all = findings;
        for (Map.Entry<String, List<Problem>> judged : plan.collisions().entrySet()) {
            all = all.with("out/" + judged.getKey(), judged.getValue());
        }
        List<Problem> out = new ArrayList<>(receipt.problems());
        Held held = plan.removals().held();
        if (held != null) {
            out.add(held.problem());
        }
        return all.with("out", out);
    }

    private static Counters counters(Scan scan, Production production, Store.Receipt receipt) {
        return new Counters(
                scan.work().stats(),
                scan.work().listings(),
                scan.work().reads(),
                production.resolved(),
                production.rendered(),
                receipt.written(),
                receipt.removed(),
                receipt.bytes());
    }
}
