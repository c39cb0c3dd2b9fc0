package dev.lineman.operator.explain;

import dev.lineman.build.State;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.operator.view.Explanation;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.render.Renderer;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.resolve.Resolution;
import dev.lineman.resolve.Resolver;
import dev.lineman.resolve.origin.Provenance;
import dev.lineman.resolve.origin.ValueOrigins;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.SiteFields;
import dev.lineman.serve.visits.Visit;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.model.TemplateLayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Explains the files of one state: which template and lines made them, where their values come from, and who can
 * fetch them. It traces a template only for the phone in question.
 *
 * <p>The {@code explain} command, the status page and the API use it. As thread-safe as the log of visits that it is
 * given.
 */
public final class Explainer {
    private final State state;
    private final Resolver resolver;
    private final VisitLog visits;
    private final MissExplainer missExplainer;
    private final Renderer renderer;
    private final Map<String, String> environment;

    /**
     * @param environment the environment variables of the agent, from its start
     * @param visits the requests of all phones
     * @param missExplainer explains the missed requests among them
     */
    public Explainer(
            State state,
            Map<String, String> environment,
            VisitLog visits,
            MissExplainer missExplainer,
            Renderer renderer) {
        this.state = state;
        this.environment = environment;
        this.renderer = renderer;
        this.resolver = state.inputs().resolver(environment);
        this.visits = visits;
        this.missExplainer = missExplainer;
    }

    /** Explains a phone with all its files; null if no extension names the MAC. */
    public Explanation.@Nullable PhoneExplanation phone(String mac) {
        return phone(mac, null);
    }

    /**
     * Explains a phone with all its files or one of them; null if no extension names the MAC.
     *
     * @param name the folded path of one file; null for all files
     */
    Explanation.@Nullable PhoneExplanation phone(String mac, @Nullable String name) {
        Phone phone = state.inputs().inventory().phone(mac);
        if (phone == null) {
            return null;
        }
        BuildTarget buildTarget = state.outputIndex().target(mac);
        List<Output> outputs = buildTarget == null ? List.of() : buildTarget.outputs();
        Resolution resolution = resolver.resolve(phone);
        TemplateMatch.MatchedTemplate found = findTemplate(state, phone);
        List<Explanation.ExplainedFile> files = new ArrayList<>();
        SecretFinder secrets = FileMasking.finder(state, environment, mac);
        ValueReadings valueReadings = new ValueReadings(secrets);
        PhoneValues names = resolution.values();
        List<Explanation.ExplainedUnused> unused = new ArrayList<>();
        if (found != null && names != null) {
            Template template = found.template();
            ValueOrigins valueOrigins = new ValueOrigins(phone, names);
            names.unusedSettings()
                    .forEach(setting -> unused.add(ValueReadings.explain(valueOrigins.of(setting), setting, secrets)));
            for (DeviceConfig config : template.configs()) {
                FileTrace fileTrace = new TemplateTracer(
                                phone.site(), names, state.inputs().catalog(), renderer, secrets)
                        .trace(config, output(outputs, template.path(), config));
                if (name == null || FileNames.fold(fileTrace.file().path()).equals(name)) {
                    files.add(fileTrace.file());
                    fileTrace.recordReadings(valueOrigins, valueReadings);
                }
            }
        }
        return new Explanation.PhoneExplanation(
                mac,
                phone.site(),
                phone.accounts().stream().map(Explainer::person).toList(),
                found == null ? null : choice(phone, found),
                files,
                valueReadings.explainedNames(),
                unused,
                fetches(mac, outputs, name),
                name == null ? missExplainer.explain(mac, state) : List.of(),
                problems(mac, phone, found, outputs));
    }

    /**
     * Explains the files that one site template makes for one site.
     *
     * @param key of the build target
     */
    Explanation.SiteExplanation site(String key) {
        String site = TargetKey.site(key);
        String path = TargetKey.path(key);
        Template template = state.inputs().catalog().template(path);
        BuildTarget buildTarget = state.outputIndex().target(key);
        List<Explanation.ExplainedFile> files = new ArrayList<>();
        Set<String> fields = new TreeSet<>();
        if (template != null && buildTarget != null) {
            for (DeviceConfig config : template.configs()) {
                files.addAll(FileTrace.ofSite(config, outputs(buildTarget.outputs(), path, config)));
            }
            for (Dependency dependency : buildTarget.dependencies().dependencies()) {
                if (dependency.kind() == Dependency.DependencyKind.SITE) {
                    fields.add(dependency.name().substring(dependency.name().lastIndexOf('/') + 1));
                }
            }
        }
        List<Problem> problems = new ArrayList<>(state.problemIndex().of(key));
        addFileProblems(Set.of(path), problems);
        return new Explanation.SiteExplanation(
                site,
                new Explanation.ExplainedTemplate(path, template != null && template.layer() == TemplateLayer.BUILT_IN),
                template == null ? List.of() : chosen(site, template),
                files,
                List.copyOf(state.inputs().inventory().numbers(site)),
                fields.contains(SiteFields.CONTACTS)
                        ? state.inputs().inventory().contacts(site).stream()
                                .map(contact -> Explanation.ExplainedContact.of(contact.file(), contact.entry()))
                                .toList()
                        : List.of(),
                List.copyOf(fields),
                sorted(problems));
    }

    /** The places where {@code site_templates} chooses a template that the site does not have anyway. */
    private List<Position> chosen(String site, Template template) {
        List<Position> chosen = new ArrayList<>();
        List<FolderDefaults> lists =
                template.isOnlyWhereChosen() ? state.inputs().inventory().siteTemplatesOf(site) : List.of();
        for (FolderDefaults defaults : lists) {
            FieldValues.Items names = defaults.siteTemplates();
            for (int i = 0; names != null && i < names.values().size(); i++) {
                if (template.key()
                        .equals(Template.keyOf(String.valueOf(names.values().get(i))))) {
                    chosen.add(FieldValues.position(defaults.path(), names.packedPosition(i)));
                }
            }
        }
        return chosen;
    }

    /** Explains a static file, which is published unchanged. */
    Explanation.StaticFileExplanation file(Output output) {
        List<Problem> problems = new ArrayList<>(state.problemIndex().of(output.targetKey()));
        addCollisions(output, problems);
        return new Explanation.StaticFileExplanation(
                output.path(),
                TargetKey.path(output.targetKey()),
                AccessDescription.describe(output.access()),
                sorted(problems));
    }

    /** Explains an extension without a phone: the values that its file and its folders give. */
    Explanation.ExtensionExplanation extension(Account account, String site) {
        LayerStack layers = account.layers();
        Set<String> own = new LinkedHashSet<>(layers.files());
        SecretFinder secrets = FileMasking.finder(state, environment, account);
        List<Explanation.ExplainedName> values = new ArrayList<>();
        for (ExtensionField field : ExtensionField.all(field -> field.isDetail() || field.isOfPerson())) {
            LayerStack.LayerValue found = layers.get(field.key());
            if (found != null && !(found.value() instanceof FieldValues)) {
                Provenance from = ValueOrigins.of(field.key(), layers, found, field.isSecret(), own);
                values.add(ValueReadings.explain(from, List.of(), secrets));
            }
        }
        List<Problem> problems = new ArrayList<>();
        addConflicts(site, account, problems);
        addFileProblems(own, problems);
        return new Explanation.ExtensionExplanation(person(account), site, values, sorted(problems));
    }

    /** Finds the template as the resolver does: the key {@code template} comes first, then the model. */
    public static TemplateMatch.@Nullable MatchedTemplate findTemplate(State state, Phone phone) {
        LayerStack.LayerValue explicit = phone.layers().get("template");
        LayerStack.LayerValue model = phone.layers().get("model");
        String wanted = model == null ? null : String.valueOf(model.value());
        TemplateMatch match = explicit != null
                ? state.inputs().catalog().find(String.valueOf(explicit.value()), wanted)
                : wanted == null ? null : state.inputs().catalog().find(wanted);
        return match instanceof TemplateMatch.MatchedTemplate found ? found : null;
    }

    /** Explains how the template was found. */
    private Explanation.ExplainedChoice choice(Phone phone, TemplateMatch.MatchedTemplate found) {
        Template template = found.template();
        LayerStack.LayerValue explicit = phone.layers().get("template");
        LayerStack.LayerValue model = phone.layers().get("model");
        LayerStack.LayerValue asking = explicit == null ? model : explicit;
        if (asking == null) {
            throw new IllegalStateException("a template without a key that selects it");
        }
        String wanted = model == null ? "" : String.valueOf(model.value());
        String reason =
                explicit == null ? state.inputs().catalog().matchReason(wanted, template) : "the path of its file";
        Provenance from = ValueOrigins.of(
                "", phone.layers(), asking, false, Set.copyOf(phone.layers().files()));
        return new Explanation.ExplainedChoice(
                new Explanation.ExplainedTemplate(template.path(), template.layer() == TemplateLayer.BUILT_IN),
                found.model(),
                found.ua(),
                found.entry().isListed() ? found.entry().at() : null,
                (explicit == null ? "model: " : "template: ") + asking.value(),
                asking.position(),
                from.from().get(0).layer(),
                reason);
    }

    /** The last requests of the phone, and whether each got the content that is published now. */
    private List<Explanation.ExplainedFetch> fetches(String mac, List<Output> outputs, @Nullable String name) {
        Map<String, Digest> now = new HashMap<>();
        outputs.forEach(output -> now.put(output.path(), output.body()));
        List<Explanation.ExplainedFetch> explainedFetches = new ArrayList<>();
        for (Visit visit : visits.of(mac)) {
            if (name == null || FileNames.fold(visit.file()).equals(name)) {
                explainedFetches.add(
                        new Explanation.ExplainedFetch(visit, visit.digest().equals(now.get(visit.file()))));
            }
        }
        return explainedFetches;
    }

    private List<Problem> problems(
            String mac, Phone phone, TemplateMatch.@Nullable MatchedTemplate found, List<Output> outputs) {
        List<Problem> problems = new ArrayList<>(state.problemIndex().of(mac));
        outputs.forEach(output -> addCollisions(output, problems));
        Set<String> files = new LinkedHashSet<>(phone.layers().files());
        for (Account account : phone.accounts()) {
            addConflicts(phone.site(), account, problems);
            files.addAll(account.layers().files());
        }
        if (found != null) {
            files.add(found.template().path());
            files.add(found.entry().at().file());
        }
        addFileProblems(files, problems);
        return sorted(problems);
    }

    /** Adds the problems of a file name that more than one target claims. */
    private void addCollisions(Output output, List<Problem> problems) {
        problems.addAll(state.problemIndex().of("out/" + FileNames.fold(output.path())));
    }

    /** Adds the problems of an extension that more than one file claims. */
    private void addConflicts(String site, Account account, List<Problem> problems) {
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

    /** Adds the problems of input files, and of settings in them that no template has. */
    private void addFileProblems(Set<String> files, List<Problem> problems) {
        files.forEach(file -> problems.addAll(state.problemIndex().of(file)));
        Stream.concat(state.snapshot().problems().stream(), state.inputs().catalog().modelProblems().stream())
                .filter(problem -> files.contains(problem.at().file()))
                .forEach(problems::add);
    }

    private List<Problem> sorted(List<Problem> problems) {
        return state.causes(problems).stream().distinct().sorted().toList();
    }

    private static @Nullable Output output(List<Output> outputs, String template, DeviceConfig config) {
        return outputs(outputs, template, config).stream().findFirst().orElse(null);
    }

    /** The outputs of a config: one, none, or the pages of its file. */
    private static List<Output> outputs(List<Output> outputs, String template, DeviceConfig config) {
        return outputs.stream()
                .filter(output -> output.template().equals(template) && output.config() == config.index())
                .toList();
    }

    private static Explanation.ExplainedAccount person(Account account) {
        return new Explanation.ExplainedAccount(
                account.line(), account.number(), PhoneSearch.personName(account), account.position());
    }
}
