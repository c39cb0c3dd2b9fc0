package dev.lineman.explain;

import dev.lineman.cycle.State;
import dev.lineman.disk.Digest;
import dev.lineman.disk.FileName;
import dev.lineman.impact.UnitKey;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.ExtensionField;
import dev.lineman.inventory.ExtensionKey;
import dev.lineman.inventory.Fields;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Layers;
import dev.lineman.inventory.Phone;
import dev.lineman.plan.Output;
import dev.lineman.plan.Unit;
import dev.lineman.problem.Problem;
import dev.lineman.render.Renderer;
import dev.lineman.render.SecretFinder;
import dev.lineman.report.Explanation;
import dev.lineman.resolve.Fact;
import dev.lineman.resolve.Origins;
import dev.lineman.resolve.PhoneNames;
import dev.lineman.resolve.Provenance;
import dev.lineman.resolve.Resolution;
import dev.lineman.resolve.Resolver;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Match;
import dev.lineman.template.Template;
import dev.lineman.visits.Visit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says why things are as they are in one state. Makes again only what it is asked about. Thread-safe as its visits are. */
public final class Explainer {
    private final State state;
    private final Resolver resolver;
    private final Function<String, List<Visit>> visits;
    private final Renderer renderer;
    private final Map<String, String> environment;

    /**
     * @param environment the agent's, as of its start
     * @param visits those of a MAC, the newest first
     */
    public Explainer(
            State state, Map<String, String> environment, Function<String, List<Visit>> visits, Renderer renderer) {
        this.state = state;
        this.environment = environment;
        this.renderer = renderer;
        this.resolver = new Resolver(
                state.inputs().inventory(),
                state.inputs().catalog(),
                state.inputs().secrets(),
                environment);
        this.visits = visits;
    }

    /** A phone with all its files; null when nobody has the MAC. */
    public Explanation.@Nullable OfPhone phone(String mac) {
        return phone(mac, null);
    }

    /** @param name folded, of the one file that is meant; null for all */
    Explanation.@Nullable OfPhone phone(String mac, @Nullable String name) {
        Phone phone = state.inputs().inventory().phone(mac);
        if (phone == null) {
            return null;
        }
        Unit unit = state.ledger().unit(mac);
        List<Output> outputs = unit == null ? List.of() : unit.outputs();
        Resolution resolution = resolver.resolve(phone);
        Match.Found found = match(phone);
        List<Explanation.Made> files = new ArrayList<>();
        SecretFinder secrets = FileSecrets.finder(state, environment, mac);
        Readings readings = new Readings(secrets);
        PhoneNames names = resolution.names();
        if (found != null && names != null) {
            Template template = found.template();
            Origins origins = new Origins(phone, template, names);
            for (DeviceConfig config : template.configs()) {
                Making making = new Workings(phone.site(), names, state.inputs().catalog(), renderer, secrets)
                        .of(config, output(outputs, template.path(), config));
                if (name == null || FileName.fold(making.made().path()).equals(name)) {
                    files.add(making.made());
                    making.tell(origins, readings);
                }
            }
        }
        return new Explanation.OfPhone(
                mac,
                phone.site(),
                phone.accounts().stream().map(Explainer::person).toList(),
                found == null ? null : choice(phone, found),
                files,
                readings.told(),
                fetches(mac, outputs, name),
                problems(mac, phone, found, outputs));
    }

    /** What a site template makes for a site. */
    Explanation.OfSite site(String key) {
        String site = UnitKey.site(key);
        String path = UnitKey.path(key);
        Template template = state.inputs().catalog().template(path);
        Unit unit = state.ledger().unit(key);
        List<Explanation.Made> files = new ArrayList<>();
        Set<String> fields = new TreeSet<>();
        if (template != null && unit != null) {
            for (DeviceConfig config : template.configs()) {
                files.add(Making.ofSite(config, output(unit.outputs(), path, config)));
            }
            for (Fact fact : unit.facts().facts()) {
                if (fact.kind() == Fact.Kind.SITE) {
                    fields.add(fact.name().substring(fact.name().lastIndexOf('/') + 1));
                }
            }
        }
        List<Problem> problems = new ArrayList<>(state.findings().of(key));
        inFiles(Set.of(path), problems);
        return new Explanation.OfSite(
                site,
                path,
                files,
                List.copyOf(state.inputs().inventory().numbers(site)),
                List.copyOf(fields),
                sorted(problems));
    }

    /** A file that is published as it is. */
    Explanation.OfStaticFile file(Output output) {
        List<Problem> problems = new ArrayList<>(state.findings().of(output.unit()));
        collisions(output, problems);
        return new Explanation.OfStaticFile(
                output.path(), UnitKey.path(output.unit()), Doors.shown(output.access()), sorted(problems));
    }

    /** An extension that has no phone. */
    Explanation.OfExtension extension(Account account, String site) {
        Layers layers = account.layers();
        Set<String> own = new LinkedHashSet<>(layers.files());
        SecretFinder secrets = FileSecrets.finder(state, environment, account);
        List<Explanation.Named> values = new ArrayList<>();
        for (ExtensionField field : ExtensionField.all(ExtensionField::isDetail)) {
            Layers.Found found = layers.get(field.key());
            if (found != null && !(found.value() instanceof Fields)) {
                Provenance from = Origins.of(field.key(), layers, found, field.isSecret(), own);
                values.add(Readings.named(from, List.of(), secrets));
            }
        }
        List<Problem> problems = new ArrayList<>();
        conflicts(site, account, problems);
        inFiles(own, problems);
        return new Explanation.OfExtension(person(account), site, values, sorted(problems));
    }

    private Match.@Nullable Found match(Phone phone) {
        Layers.Found explicit = phone.layers().get("template");
        Layers.Found model = phone.layers().get("model");
        String wanted = model == null ? null : String.valueOf(model.value());
        Match match = explicit != null
                ? state.inputs().catalog().find(String.valueOf(explicit.value()), wanted)
                : wanted == null ? null : state.inputs().catalog().find(wanted);
        return match instanceof Match.Found found ? found : null;
    }

    private Explanation.Choice choice(Phone phone, Match.Found found) {
        Template template = found.template();
        Layers.Found explicit = phone.layers().get("template");
        Layers.Found model = phone.layers().get("model");
        Layers.Found asking = explicit == null ? model : explicit;
        if (asking == null) {
            throw new IllegalStateException("a template was found, and nobody asked for it");
        }
        String wanted = model == null ? "" : String.valueOf(model.value());
        String reason = explicit == null ? state.inputs().catalog().reason(wanted, template) : "the path of its file";
        Template.Model entry = template.models().stream()
                .filter(one -> found.model().equals(one.text().isEmpty() ? one.ua() : one.text()))
                .findFirst()
                .orElse(null);
        Provenance from = Origins.of(
                "", phone.layers(), asking, false, Set.copyOf(phone.layers().files()));
        return new Explanation.Choice(
                template.path(),
                found.model(),
                found.ua(),
                entry == null ? null : entry.at(),
                (explicit == null ? "model: " : "template: ") + asking.value(),
                asking.position(),
                from.from().get(0).layer(),
                reason);
    }

    private List<Explanation.Fetch> fetches(String mac, List<Output> outputs, @Nullable String name) {
        Map<String, Digest> now = new HashMap<>();
        outputs.forEach(output -> now.put(output.path(), output.body()));
        List<Explanation.Fetch> fetches = new ArrayList<>();
        for (Visit visit : visits.apply(mac)) {
            if (name == null || FileName.fold(visit.file()).equals(name)) {
                fetches.add(new Explanation.Fetch(visit, visit.digest().equals(now.get(visit.file()))));
            }
        }
        return fetches;
    }

    private List<Problem> problems(String mac, Phone phone, Match.@Nullable Found found, List<Output> outputs) {
        List<Problem> problems = new ArrayList<>(state.findings().of(mac));
        outputs.forEach(output -> collisions(output, problems));
        Set<String> files = new LinkedHashSet<>(phone.layers().files());
        for (Account account : phone.accounts()) {
            conflicts(phone.site(), account, problems);
            files.addAll(account.layers().files());
        }
        if (found != null) {
            files.add(found.template().path());
        }
        inFiles(files, problems);
        return sorted(problems);
    }

    private void collisions(Output output, List<Problem> problems) {
        problems.addAll(state.findings().of("out/" + FileName.fold(output.path())));
    }

    private void conflicts(String site, Account account, List<Problem> problems) {
        Inventory inventory = state.inputs().inventory();
        ExtensionKey key = new ExtensionKey(site, account.number());
        if (inventory.contested(key)) {
            Set<String> claimants = new TreeSet<>();
            inventory
                    .extensions(key)
                    .forEach(claimant -> claimants.add(claimant.position().toString()));
            inventory.conflicts().stream()
                    .filter(problem -> claimants.contains(problem.at().toString()))
                    .forEach(problems::add);
        }
    }

    private void inFiles(Set<String> files, List<Problem> problems) {
        state.snapshot().problems().stream()
                .filter(problem -> files.contains(problem.at().file()))
                .forEach(problems::add);
    }

    private static List<Problem> sorted(List<Problem> problems) {
        return problems.stream().distinct().sorted().toList();
    }

    private static @Nullable Output output(List<Output> outputs, String template, DeviceConfig config) {
        return outputs.stream()
                .filter(output -> output.template().equals(template) && output.config() == config.index())
                .findFirst()
                .orElse(null);
    }

    private static Explanation.Person person(Account account) {
        return new Explanation.Person(account.line(), account.number(), Wanted.name(account), account.position());
    }
}
