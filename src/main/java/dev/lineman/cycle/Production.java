package dev.lineman.cycle;

import dev.lineman.cycle.PendingWork.Reason;
import dev.lineman.impact.Inputs;
import dev.lineman.impact.UnitKey;
import dev.lineman.inventory.Phone;
import dev.lineman.make.Gatekeeping;
import dev.lineman.make.Press;
import dev.lineman.make.SiteFiles;
import dev.lineman.make.Workbench;
import dev.lineman.make.Workshop;
import dev.lineman.plan.Output;
import dev.lineman.plan.Unit;
import dev.lineman.problem.Problem;
import dev.lineman.render.Renderer;
import dev.lineman.resolve.Admission;
import dev.lineman.resolve.Fact;
import dev.lineman.resolve.FactSet;
import dev.lineman.resolve.PhoneNames;
import dev.lineman.resolve.Resolution;
import dev.lineman.resolve.Resolver;
import dev.lineman.resolve.SiteFields;
import dev.lineman.source.Snapshot;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Template;
import dev.lineman.watch.Hint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One cycle's making of outputs: touched phones and static files in, their new units out. What fails keeps its last
 * good outputs; what reads the same values as before is not rendered again.
 */
public final class Production {
    /** How many phones of costly templates one cycle makes at most: those that have not changed take no steps, but time. */
    private static final int MOST_COSTLY = 200;

    private final Inputs inputs;
    private final Sites sites;
    private final Gatekeeping gatekeeping;
    private final Store.BodySink bodies;
    private final Workshop workshop;
    private final Press press;
    private final StaticFiles files;
    private final Register register;
    private int resolved;
    private int rendered;
    private long steps;

    /**
     * The making of outputs for one cycle.
     *
     * @param snapshot the inputs as they are now
     * @param inputs what they say
     */
    public Production(State before, Snapshot snapshot, Inputs inputs, Cycle.RenderSetup setup, Store.BodySink bodies) {
        this.inputs = inputs;
        this.sites = setup.sites();
        this.bodies = bodies;
        this.gatekeeping = new Gatekeeping(inputs, setup.environment());
        Resolver resolver = new Resolver(inputs.inventory(), inputs.catalog(), inputs.secrets(), setup.environment());
        this.press = new Press(inputs, resolver, setup.renderer(), setup.shortcuts());
        this.register = new Register(before, snapshot);
        this.workshop = new Workshop(press, gatekeeping, bodies::put, register::unit);
        workshop.leaveCostly(before.pending().costlyTemplates(), PendingWork::isCostly);
        this.files = new StaticFiles(snapshot, inputs.inventory(), gatekeeping.fleet(), bodies, register);
        register.find(Gatekeeping.FLEET, gatekeeping.fleet().problems());
    }

    /** Says what will be made next, in this order. */
    void expect(Collection<String> units) {
        workshop.expect(units.stream()
                .filter(unit -> !UnitKey.isSite(unit)
                        && !UnitKey.isStatic(unit)
                        && !register.ledger().waits(unit))
                .toList());
    }

    /** Makes the outputs of a unit where they differ from before. */
    void make(String key) {
        make(key, false);
    }

    /**
     * Makes the outputs of a site's unit as far as they are ready.
     *
     * @return whether nothing is left to make
     */
    boolean makeSite(String key) {
        return guarded(key, old -> site(key, old, sites));
    }

    /**
     * Makes pending phones of costly templates, until that has taken as long as one file may, or there were {@link #MOST_COSTLY}.
     *
     * @param between is run before each
     */
    void makeCostly(Runnable between) {
        workshop.leaveNone();
        List<String> pending = register.pending().units(Reason.COSTLY_TEMPLATE).stream()
                .limit(MOST_COSTLY)
                .toList();
        for (String mac : pending) {
            if (steps >= Renderer.STEPS_OF_A_FILE) {
                return;
            }
            between.run();
            make(mac);
            register.settle(Reason.COSTLY_TEMPLATE, mac);
        }
    }

    private void make(String key, boolean forced) {
        guarded(key, old -> {
            if (UnitKey.isStatic(key)) {
                files.make(key, old);
            } else if (UnitKey.isSite(key)) {
                site(key, old, Sites.HERE);
            } else {
                phone(key, old, forced);
            }
            return true;
        });
    }

    /** A bug that one unit comes upon must cost that unit alone, and its last good outputs stay. */
    private boolean guarded(String key, Predicate<@Nullable Unit> making) {
        Unit old = register.unit(key);
        if (old != null && register.ledger().waits(key)) {
            return true;
        }
        try {
            return making.test(old);
        } catch (RuntimeException | StackOverflowError e) {
            register.find(key, List.of(UnitProblems.failure(key, e)));
            register.pend(Reason.UNAVAILABLE, key);
            return true;
        }
    }

    /** Makes the outputs of a phone anew where its values differ, or all of them when {@code forced}. */
    private void phone(String mac, @Nullable Unit old, boolean forced) {
        Workshop.Work work = workshop.of(mac, forced);
        register.settle(Reason.COSTLY_TEMPLATE, mac);
        if (work == null) {
            register.forget(mac);
            register.replace(mac, old, null, List.of());
            return;
        }
        Phone phone = work.phone();
        String doubt = old == null ? Doubts.over(phone, register.ledger()) : null;
        if (doubt != null) {
            register.await(doubt, mac);
            register.find(mac, List.of(UnitProblems.waiting(phone, doubt)));
            return;
        }
        Resolution resolution = work.resolution();
        Template template = resolution.template();
        if (template != null && work.pending()) {
            register.pend(Reason.COSTLY_TEMPLATE, mac);
            if (old != null && phone.conflicts().isEmpty()) {
                List<Output> outputs = Gatekeeping.admitting(work.admission(), old.outputs());
                Unit now = new Unit(mac, outputs, old.facts(), old.owners());
                register.replace(mac, old, now, register.findings().of(mac));
            }
            return;
        }
        resolved++;
        PhoneNames values = resolution.names();
        Workbench.Made made = work.made();
        Admission admission = work.admission();
        Set<Fact> facts = new LinkedHashSet<>(resolution.facts());
        facts.addAll(admission.facts());
        if (template == null) {
            register.forget(mac);
        }
        if (template == null || values == null || made == null) {
            List<Output> before = old == null ? List.of() : old.outputs();
            List<String> owners = old == null ? List.of() : old.owners();
            List<Problem> problems = new ArrayList<>(resolution.problems());
            problems.addAll(admission.problems());
            List<Output> kept = phone.conflicts().isEmpty() ? Gatekeeping.admitting(admission, before) : before;
            register.replace(mac, old, new Unit(mac, kept, FactSet.of(facts), owners), problems);
            return;
        }
        Set<String> owners = new LinkedHashSet<>();
        phone.accounts().forEach(account -> owners.addAll(account.layers().files()));
        owners.add(template.path());
        facts.addAll(values.facts());
        steps += made.steps();
        register.rendered(mac, template.path(), made.steps());
        finish(mac, old, facts, owners, made.under(admission));
    }

    /** Makes what a site template says for one site, unless its extensions are in doubt; whether nothing is left to make. */
    private boolean site(String key, @Nullable Unit old, Sites sites) {
        Template template = press.template(key);
        if (template == null) {
            sites.drop(key);
            register.replace(key, old, null, List.of());
            return true;
        }
        String site = UnitKey.site(key);
        List<Output> before = old == null ? List.of() : old.outputs();
        if (inputs.inventory().contested(site)) {
            sites.drop(key);
            Set<Fact> facts = Set.of(SiteFields.fact(site, "number"));
            register.replace(key, old, new Unit(key, before, FactSet.of(facts), List.of(template.path())), List.of());
            return true;
        }
        if (gatekeeping.fleet().rule() == null && template.configs().stream().anyMatch(DeviceConfig::serve)) {
            sites.drop(key);
            register.pend(Reason.UNAVAILABLE, key);
            return true;
        }
        SiteFiles made = sites.of(key, () -> press.make(key, template, before));
        if (made == null || !made.template().equals(template) || !made.before().equals(before)) {
            return false;
        }
        resolved++;
        rendered += made.rendered();
        made.bodies().forEach(bodies::put);
        Set<String> owners = new LinkedHashSet<>(Set.of(template.path()));
        finish(key, old, made.facts(), owners, made.made().under(gatekeeping.fleet()));
        register.judge(key);
        // What it looks up now and did not before, nobody has watched while it was made.
        Unit now = register.unit(key);
        boolean watched = old != null && now != null && now.facts().equals(old.facts());
        return made.inputs().equals(inputs) || (watched && !made.outdated());
    }

    private void finish(String key, @Nullable Unit old, Set<Fact> looked, Set<String> owners, Workbench.Made made) {
        Set<Fact> facts = new LinkedHashSet<>(looked);
        made.fragments().forEach(path -> facts.add(new Fact(Fact.Kind.FRAGMENT, path)));
        facts.forEach(fact -> owners.addAll(inputs.filesOf(fact)));
        if (!made.problems().isEmpty() && old != null) {
            owners.addAll(old.owners());
        }
        register.replace(
                key, old, new Unit(key, made.outputs(), FactSet.of(facts), List.copyOf(owners)), made.problems());
    }

    /**
     * Applies the access rule for files of no phone to a site's or a static file's unit, without rendering it. If the rule is unknown, the old
     * one stays.
     */
    void admit(String key) {
        Unit unit = register.unit(key);
        if (unit == null) {
            make(key);
            return;
        }
        if (register.ledger().waitingFor(Gatekeeping.DEFAULTS).contains(key)) {
            return;
        }
        List<Output> outputs = Gatekeeping.admitting(gatekeeping.fleet(), unit.outputs());
        List<String> owners = UnitKey.isStatic(key) ? files.owners(key) : unit.owners();
        register.replace(
                key,
                unit,
                new Unit(key, outputs, unit.facts(), owners),
                register.findings().of(key));
    }

    /** Makes a unit again, bytes and all, whatever it is; all its names are to be judged. */
    public void again(String key) {
        if (UnitKey.isStatic(key)) {
            files.bytes(key);
        }
        make(key, true);
        register.judge(key);
    }

    /** What has come of it. */
    Register register() {
        return register;
    }

    /** Where to look again, since it changed after it was looked at. */
    List<Hint> moving() {
        return files.moving();
    }

    int resolved() {
        return resolved;
    }

    int rendered() {
        return workshop.rendered() + rendered;
    }
}
