package dev.lineman.agent;

import dev.lineman.disk.FileName;
import dev.lineman.impact.Dependencies;
import dev.lineman.impact.Inputs;
import dev.lineman.impact.UnitKey;
import dev.lineman.inventory.ExtensionKey;
import dev.lineman.inventory.Phone;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Output;
import dev.lineman.plan.Unit;
import dev.lineman.problem.Findings;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.render.Masks;
import dev.lineman.render.Reads;
import dev.lineman.render.Renderer;
import dev.lineman.resolve.Admission;
import dev.lineman.resolve.Fact;
import dev.lineman.resolve.FactSet;
import dev.lineman.resolve.PhoneNames;
import dev.lineman.resolve.Resolution;
import dev.lineman.resolve.Resolver;
import dev.lineman.resolve.SiteFields;
import dev.lineman.source.Snapshot;
import dev.lineman.source.StaticFile;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Template;
import dev.lineman.watch.Hint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One cycle's making of outputs: touched phones and static files in, their new units out. What fails keeps its last
 * good outputs; what reads the same values as before is not rendered again.
 */
final class Production {
    static final String PROVISIONING = "provisioning/";
    static final String STATIC_FOLDER = "templates/static/";

    private final Snapshot snapshot;
    private final Inputs inputs;
    private final Resolver resolver;
    private final Gatekeeping gatekeeping;
    private final Bodies bodies;
    private final Workshop workshop;
    private final Press press;
    private final Set<String> names = new HashSet<>();
    private final Map<String, @Nullable Unit> changed = new LinkedHashMap<>();
    private Ledger ledger;
    private Dependencies dependencies;
    private Findings findings;
    private final List<Hint> moving = new ArrayList<>();
    private final Set<String> owed = new LinkedHashSet<>();
    private int resolved;
    private int rendered;

    Production(
            State state,
            Snapshot snapshot,
            Inputs inputs,
            Map<String, String> environment,
            Renderer renderer,
            Bodies bodies) {
        this(state, snapshot, inputs, environment, renderer, bodies, Shortcuts.ALL);
    }

    Production(
            State state,
            Snapshot snapshot,
            Inputs inputs,
            Map<String, String> environment,
            Renderer renderer,
            Bodies bodies,
            Shortcuts shortcuts) {
        this.snapshot = snapshot;
        this.inputs = inputs;
        this.resolver = new Resolver(inputs.inventory(), inputs.catalog(), inputs.secrets(), environment);
        this.gatekeeping = new Gatekeeping(inputs, environment);
        this.workshop = new Workshop(inputs, resolver, gatekeeping, renderer, bodies, shortcuts);
        this.press = new Press(inputs, resolver, renderer, shortcuts);
        this.bodies = bodies;
        this.ledger = state.reconciled()
                ? Doubts.arrived(state.ledger(), snapshot)
                : Doubts.waiting(state.ledger(), snapshot);
        this.dependencies = state.dependencies();
        this.findings = state.findings().with(Gatekeeping.FLEET, gatekeeping.problems());
    }

    /** Says what will be made next, in this order. */
    void expect(Collection<String> units) {
        workshop.expect(units.stream()
                .filter(unit -> !UnitKey.isSite(unit) && !UnitKey.isStatic(unit) && !ledger.waits(unit))
                .toList());
    }

    /** Makes the outputs of a unit where they differ from before. */
    void make(String key) {
        make(key, false);
    }

    /**
     * Makes the outputs of a unit of a site as far as they may be had by now.
     *
     * @return whether nothing is left to make
     */
    boolean make(String key, Sites sites) {
        return guarded(key, old -> site(key, old, sites));
    }

    private void make(String key, boolean forced) {
        guarded(key, old -> {
            if (UnitKey.isStatic(key)) {
                file(key, old);
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
        Unit old = ledger.unit(key);
        if (old != null && ledger.waits(key)) {
            return true;
        }
        try {
            return making.test(old);
        } catch (RuntimeException | StackOverflowError e) {
            Position at = Position.of(UnitKey.isSite(key) ? UnitKey.path(key) : InputReader.EXTENSIONS);
            findings = findings.with(key, List.of(Problem.error(at, failure(key, e))));
            owed.add(key);
            return true;
        }
    }

    private static String failure(String key, Throwable e) {
        if (e instanceof Exhausted) {
            return "the files of " + UnitKey.shown(key)
                    + " take more memory than there is, and stay as they are: give the agent a larger heap (-Xmx)";
        }
        StackTraceElement[] trace = e.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        return "the agent failed to make the files of " + UnitKey.shown(key) + " ("
                + e.getClass().getSimpleName() + where + "): this is a bug, please report it";
    }

    /** Makes the outputs of a phone anew where its values differ, or all of them when {@code forced}. */
    private void phone(String mac, @Nullable Unit old, boolean forced) {
        Workshop.Work work = workshop.of(mac, ledger::unit, forced);
        if (work == null) {
            replace(mac, old, null, List.of());
            return;
        }
        resolved++;
        Phone phone = work.phone();
        Resolution resolution = work.resolution();
        Template template = resolution.template();
        PhoneNames values = resolution.names();
        Workbench.Made made = work.made();
        Admission admission = work.admission();
        Set<Fact> facts = new LinkedHashSet<>(resolution.facts());
        facts.addAll(admission.facts());
        if (template == null || values == null || made == null) {
            List<Output> before = old == null ? List.of() : old.outputs();
            List<String> owners = old == null ? List.of() : old.owners();
            List<Problem> problems = new ArrayList<>(resolution.problems());
            problems.addAll(admission.problems());
            List<Output> kept = phone.conflicts().isEmpty() ? Gatekeeping.admitting(admission, before) : before;
            replace(mac, old, new Unit(mac, kept, FactSet.of(facts), owners), problems);
            return;
        }
        Set<String> owners = new LinkedHashSet<>();
        phone.accounts().forEach(account -> owners.addAll(account.layers().files()));
        facts.addAll(values.facts());
        finish(mac, old, template, facts, owners, made.under(admission));
    }

    /** Makes what a site template says for one site, unless its extensions are in doubt; whether nothing is left to make. */
    private boolean site(String key, @Nullable Unit old, Sites sites) {
        Template template = press.template(key);
        if (template == null) {
            sites.drop(key);
            replace(key, old, null, List.of());
            return true;
        }
        String site = UnitKey.site(key);
        List<Output> before = old == null ? List.of() : old.outputs();
        if (inputs.inventory().contested(site)) {
            sites.drop(key);
            Set<Fact> facts = Set.of(SiteFields.fact(site, "number"));
            replace(key, old, new Unit(key, before, FactSet.of(facts), List.of(template.path())), List.of());
            return true;
        }
        if (gatekeeping.fleet().rule() == null && template.configs().stream().anyMatch(DeviceConfig::serve)) {
            sites.drop(key);
            owed.add(key);
            return true;
        }
        SiteFiles files = sites.of(key, () -> press.make(key, template, before));
        if (files == null
                || !files.template().equals(template)
                || !files.before().equals(before)) {
            return false;
        }
        resolved++;
        rendered += files.rendered();
        files.bodies().forEach(bodies::put);
        finish(
                key,
                old,
                template,
                files.facts(),
                new LinkedHashSet<>(),
                files.made().under(gatekeeping.fleet()));
        // What it looks up now and did not before, nobody has watched while it was made.
        Unit now = ledger.unit(key);
        boolean watched = old != null && now != null && now.facts().equals(old.facts());
        return files.inputs().equals(inputs) || (watched && !files.outdated());
    }

    private void finish(
            String key,
            @Nullable Unit old,
            Template template,
            Set<Fact> looked,
            Set<String> owners,
            Workbench.Made made) {
        Set<Fact> facts = new LinkedHashSet<>(looked);
        made.fragments().forEach(path -> facts.add(new Fact(Fact.Kind.FRAGMENT, path)));
        owners.add(template.path());
        facts.forEach(fact -> owners.addAll(owners(fact)));
        if (!made.problems().isEmpty() && old != null) {
            owners.addAll(old.owners());
        }
        replace(key, old, new Unit(key, made.outputs(), FactSet.of(facts), List.copyOf(owners)), made.problems());
    }

    /** Publishes a static file as it is, or no longer. */
    private void file(String key, @Nullable Unit old) {
        String path = UnitKey.path(key);
        if (!(snapshot.document(path) instanceof StaticFile file)) {
            replace(key, old, null, List.of());
            return;
        }
        String name = PROVISIONING + path.substring(STATIC_FOLDER.length());
        List<Output> before = old == null ? List.of() : old.outputs();
        Output output = new Output(
                key,
                "",
                0,
                name,
                file.digest(),
                file.digest(),
                Reads.NONE,
                Masks.NONE,
                before.isEmpty() ? "" : before.get(0).access());
        if (!before.contains(output) && !bodies.put(file)) {
            moving.add(new Hint.At(file.file()));
            owed.add(key);
            return;
        }
        List<Output> outputs = Gatekeeping.admitting(gatekeeping.fleet(), List.of(output));
        if (gatekeeping.fleet().rule() == null && before.isEmpty()) {
            owed.add(key);
            return;
        }
        replace(key, old, new Unit(key, outputs, FactSet.none(), ownersOfFile(path)), List.of());
    }

    /** A static file is made of itself, and of whatever says who may fetch it. */
    private List<String> ownersOfFile(String path) {
        List<String> owners = new ArrayList<>(List.of(path));
        owners.addAll(inputs.inventory().defaultsOf(InputReader.EXTENSIONS).files());
        return owners;
    }

    /** Lets other people at the files of a unit that is no phone's, unless nobody can tell whom, and makes none of them anew. */
    void readmit(String key) {
        Unit unit = ledger.unit(key);
        if (unit == null) {
            make(key);
            return;
        }
        if (ledger.waitingFor(Gatekeeping.DEFAULTS).contains(key)) {
            return;
        }
        List<Output> outputs = Gatekeeping.admitting(gatekeeping.fleet(), unit.outputs());
        List<String> owners = UnitKey.isStatic(key) ? ownersOfFile(UnitKey.path(key)) : unit.owners();
        replace(key, unit, new Unit(key, outputs, unit.facts(), owners), findings.of(key));
    }

    /** Makes a unit again, bytes and all, whatever it is; all its names are to be judged. */
    void again(String key) {
        if (UnitKey.isStatic(key)) {
            bytes(key);
        }
        make(key, true);
        Unit unit = ledger.unit(key);
        if (unit != null) {
            unit.outputs().forEach(output -> names.add(FileName.fold(output.path())));
        }
    }

    /** Sees to it that the bytes of a static file are at hand. */
    private void bytes(String key) {
        if (snapshot.document(UnitKey.path(key)) instanceof StaticFile file && !bodies.put(file)) {
            moving.add(new Hint.At(file.file()));
            owed.add(key);
        }
    }

    /** The units whose files' bytes could not be had. */
    Set<String> owed() {
        return owed;
    }

    /** Static files that changed after they were hashed: they are to be looked at again. */
    List<Hint> moving() {
        return moving;
    }

    /** The names (folded) whose claims may differ from before. */
    Set<String> names() {
        return names;
    }

    /** The units that differ from before; null when they are gone. */
    Map<String, @Nullable Unit> changed() {
        return changed;
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

    int resolved() {
        return resolved;
    }

    int rendered() {
        return workshop.rendered() + rendered;
    }

    private void replace(String key, @Nullable Unit before, @Nullable Unit after, List<Problem> problems) {
        findings = findings.with(key, problems);
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

    /** The files that a fact was looked up in. */
    private Set<String> owners(Fact fact) {
        return switch (fact.kind()) {
            case FRAGMENT -> Set.of(fact.name());
            case SECRET -> Set.of(inputs.secrets().path());
            case EXTENSION -> {
                int slash = fact.name().lastIndexOf('/');
                ExtensionKey key = new ExtensionKey(
                        fact.name().substring(0, slash), fact.name().substring(slash + 1));
                Set<String> files = new LinkedHashSet<>();
                inputs.inventory()
                        .extensions(key)
                        .forEach(other -> files.addAll(other.layers().files()));
                yield files;
            }
            case MODEL, TEMPLATE, SITE -> Set.of();
        };
    }
}
