package dev.lineman.cycle;

import dev.lineman.disk.FileName;
import dev.lineman.impact.Impact;
import dev.lineman.impact.Inputs;
import dev.lineman.impact.UnitKey;
import dev.lineman.inventory.Secrets;
import dev.lineman.make.Gatekeeping;
import dev.lineman.make.Shortcuts;
import dev.lineman.plan.Held;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Output;
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
 * depend on their content alone, and what is being made of sites.
 *
 * @param sites where the files of sites are made
 * @param nanos a clock of nanoseconds that never goes back
 * @param rule when files that nobody claims go
 * @param stopped whether nobody waits for the outcome any more
 * @param shortcuts all but in tests, which show that they change nothing
 */
public record Cycle(
        Sight sight,
        Renderer renderer,
        Sites sites,
        Map<String, String> environment,
        Store store,
        InstantSource clock,
        LongSupplier nanos,
        Removals.Rule rule,
        BooleanSupplier stopped,
        Shortcuts shortcuts) {
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
     * What a run came to.
     *
     * @param moving where to look again, since it moved while it was looked at
     */
    public record Step(
            State state, Plan plan, List<Change> changes, List<Hint> moving, Stages stages, Counters counters) {}

    /**
     * One run.
     *
     * @throws IOException when nothing could be published: the old state holds
     * @throws CancellationException when nobody waits for it any more: the old state holds
     */
    public Step run(State last, Collection<Hint> hints) throws IOException {
        Stages stages = Stages.begin(nanos);
        State before = last.lettingGo(rule.confirmed());
        Scan scan = sight.scan(before.snapshot(), hints);
        stages.end(Stage.SCAN);
        Inputs inputs = load(before.inputs(), scan.changes());
        stages.end(Stage.LOAD);
        Store.Draft draft = store.begin();
        Production production =
                new Production(before, scan.snapshot(), inputs, environment, renderer, draft, shortcuts);
        Set<String> units = touched(before, scan, inputs);
        Set<String> owed = pay(before, units, production);
        for (String path : draft.lost()) {
            before.ledger().claims(FileName.fold(path)).forEach(output -> production.again(output.unit()));
        }
        Set<String> due = make(before, units, production);
        if (!Gatekeeping.agree(before.inputs(), inputs, environment)) {
            readmit(before, units, production);
        }
        stages.end(Stage.MAKE);
        Plan plan = plan(before, production, draft);
        for (Output output : plan.writes()) {
            if (!draft.has(output.body())) {
                owed.add(output.unit());
            }
        }
        owed.addAll(production.register().owed());
        plan = plan.writing(output -> draft.has(output.body()));
        stages.end(Stage.PLAN);
        Deferred deferred = production.register().deferred().afterStart();
        Store.Receipt receipt = draft.commit(plan, production.register().changed(), deferred.templates());
        stages.end(Stage.PUBLISH);
        Findings findings = findings(production.register().findings(), plan, receipt);
        State after = new State(
                scan.snapshot(),
                inputs,
                production.register().ledger(),
                production.register().dependencies(),
                findings,
                plan.removals(),
                Set.copyOf(due),
                Set.copyOf(owed),
                deferred,
                true);
        List<Hint> moving = new ArrayList<>(scan.moving());
        moving.addAll(production.moving());
        return new Step(after, plan, scan.changes(), moving, stages, counters(scan, production, receipt));
    }

    /** Makes what is owed and may be had by now, but sites, which come last; returns the units that nothing has changed for. */
    private static Set<String> pay(State before, Set<String> touched, Production production) {
        Set<String> owed = new LinkedHashSet<>();
        for (String unit : before.owed()) {
            if (!touched.contains(unit) && !UnitKey.isStatic(unit)) {
                owed.add(unit);
            } else if (!UnitKey.isSite(unit)) {
                production.again(unit);
            }
        }
        return owed;
    }

    /**
     * Makes units, phones first; returns those that may come with a later run: those of sites, and phones of expensive templates, which are
     * made when nothing else is to be published.
     */
    private Set<String> make(State before, Set<String> touched, Production production) {
        Set<String> first = new LinkedHashSet<>(touched);
        first.addAll(before.due());
        first.removeIf(unit -> before.deferred().waiting().containsKey(unit) && !touched.contains(unit));
        Set<String> due = new LinkedHashSet<>(first);
        first.removeIf(UnitKey::isSite);
        due.removeAll(first);
        due.stream().filter(touched::contains).forEach(sites::changed);
        production.expect(first);
        for (String unit : first) {
            goOn();
            production.make(unit);
        }
        for (String unit : List.copyOf(due)) {
            if (first.isEmpty() || before.due().contains(unit)) {
                goOn();
                if (production.make(unit, sites)) {
                    due.remove(unit);
                }
            }
        }
        if (first.isEmpty()) {
            production.makePostponed(this::goOn);
        }
        due.addAll(production.register().deferred().waiting().keySet());
        return due;
    }

    /** The files of no phone follow the rule of the fleet, which is another now. */
    private static void readmit(State before, Set<String> made, Production production) {
        Set<String> units = new LinkedHashSet<>(before.owed());
        production.register().ledger().units().forEach(unit -> units.add(unit.key()));
        units.removeIf(unit -> made.contains(unit) || !(UnitKey.isStatic(unit) || UnitKey.isSite(unit)));
        units.forEach(production::readmit);
    }

    private void goOn() {
        if (stopped.getAsBoolean()) {
            throw new CancellationException("the agent ends");
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

    /**
     * The units to make: those that the changes reach, and at the start all that are known from anywhere.
     */
    private static Set<String> touched(State before, Scan scan, Inputs inputs) {
        Set<String> units =
                new LinkedHashSet<>(Impact.of(scan.changes(), before.inputs(), inputs, before.dependencies()));
        if (!before.reconciled()) {
            before.ledger().units().forEach(unit -> units.add(unit.key()));
        }
        Snapshot snapshot = scan.snapshot();
        for (String input : before.ledger().awaited()) {
            if (!snapshot.unknown(input)) {
                units.addAll(before.ledger().waitingFor(input));
            }
        }
        if (!units.isEmpty()) {
            // What was never made has looked up nothing, as far as anybody knows.
            before.owed().stream()
                    .filter(unit -> UnitKey.isSite(unit) && before.ledger().unit(unit) == null)
                    .forEach(units::add);
        }
        return units;
    }

    /**
     * The plan. Bytes that are not at hand, since their name was contested, are made again; where that cannot be done, since
     * their phone fails by now, the last good file stays.
     */
    private Plan plan(State before, Production production, Store.Draft draft) {
        Register register = production.register();
        Set<String> names = new LinkedHashSet<>(register.names());
        if (!before.reconciled()) {
            Ledger ledger = register.ledger();
            Plan.Publication published = store.published();
            for (String name : store.names()) {
                if (!Plan.stands(ledger, published, name)) {
                    names.add(name);
                }
            }
            for (String name : ledger.names()) {
                if (published.at(name) == null) {
                    names.add(name);
                }
            }
        }
        Plan plan = judge(before, register, names);
        List<Output> bodiless = plan.writes().stream()
                .filter(output -> !draft.has(output.body()))
                .toList();
        if (bodiless.isEmpty()) {
            return plan;
        }
        bodiless.forEach(output -> production.again(output.unit()));
        names.addAll(register.names());
        return judge(before, register, names);
    }

    private Plan judge(State before, Register register, Set<String> names) {
        return Plan.of(
                register.ledger(), names, before.removals(), store.published(), clock.instant(), rule, store.size());
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
