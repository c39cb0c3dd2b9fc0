package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.ProfileReference;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.url.ServingPath;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.variable.ServedFiles;
import dev.lineman.resolve.variable.StaticFiles;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelFile;
import dev.lineman.template.vendor.PhoneVendor;
import dev.lineman.template.vendor.PhoneVendors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds a phone's template and its named values. The entry point of {@code resolve}.
 *
 * <p>Immutable and thread-safe; {@code build} makes one for each cycle.
 *
 * @param inventory the phones and extensions
 * @param catalog the templates
 * @param secrets the values behind {@code !secret}
 * @param environment the agent's environment, as of its start
 * @param servedFiles the files that phones can fetch beside their own
 * @param servingPath the path below which the agent serves files
 */
public record Resolver(
        Inventory inventory,
        Catalog catalog,
        SecretStore secrets,
        Map<String, String> environment,
        ServedFiles servedFiles,
        ServingPath servingPath) {
    /** The keys without which an account cannot register. */
    private static final List<String> MANDATORY = ExtensionField.keys(field -> field.isRequired() && field.isDetail());

    /** The keys without which a phone shows no name. */
    private static final List<String> NAMES = ExtensionField.keys(field -> field.isExpected() && field.isShownOnly());

    /** The dependency on all names of models. */
    private static final Dependency ANY_MODEL = new Dependency(Dependency.DependencyKind.MODEL, Catalog.ANY_NAME);

    public Resolver {
        environment = Map.copyOf(environment);
    }

    /** Creates a resolver for the static files with these paths. */
    public Resolver(
            Inventory inventory,
            Catalog catalog,
            SecretStore secrets,
            Map<String, String> environment,
            StaticFiles staticFiles,
            ServingPath servingPath) {
        this(inventory, catalog, secrets, environment, new ServedFiles(inventory, catalog, staticFiles), servingPath);
    }

    /** Resolves a phone. If something is missing or in conflict, the result has problems and no template. */
    public Resolution resolve(Phone phone) {
        List<Dependency> dependencies = new ArrayList<>();
        List<Problem> problems = new ArrayList<>(phone.conflicts());
        boolean contested = false;
        for (Account account : phone.accounts()) {
            // A contested number prevents rendering; the inventory reports it once for all phones.
            contested |= inventory.contested(new ExtensionKey(phone.site(), account.number()));
            checkRequired(account, problems);
        }
        addModels(phone, dependencies);
        TemplateMatch.MatchedTemplate found = findTemplate(phone, dependencies, problems);
        if (found == null || contested || !problems.isEmpty()) {
            return new Resolution(null, null, dependencies, problems);
        }
        ReferenceResolver referenceResolver = new ReferenceResolver(secrets, environment);
        inventory.ineffectiveBases(phone.mac()).forEach(referenceResolver::report);
        for (Account account : phone.accounts()) {
            warnOfMissingNames(account, referenceResolver);
            reportMissingProfiles(account.file(), account.phone(), referenceResolver);
            reportMissingProfiles(account.file(), account.entry(), referenceResolver);
        }
        warnOfUncertainModel(phone, found, referenceResolver);
        // This resolves picks and BLF keys, so that their dependencies are known even if no file reads them.
        PhoneValues values = new PhoneValues(phone, found, this, referenceResolver);
        dependencies.addAll(values.dependencies());
        return new Resolution(found.template(), values, dependencies, problems);
    }

    /** The values of a site for a site template. */
    public SiteModel resolve(String site, Template template) {
        return new SiteModel(site, template, this, new ReferenceResolver(secrets, environment));
    }

    /** The template and the model of a phone, without its problems; null if there is none. */
    TemplateMatch.@Nullable MatchedTemplate match(Phone phone, ReferenceResolver referenceResolver) {
        List<Dependency> dependencies = new ArrayList<>();
        TemplateMatch.MatchedTemplate found = findTemplate(phone, dependencies, new ArrayList<>());
        dependencies.forEach(referenceResolver::addDependency);
        return found;
    }

    /** The template of a phone, without its problems; null if there is none. */
    @Nullable
    Template template(Phone phone, ReferenceResolver referenceResolver) {
        TemplateMatch.MatchedTemplate found = match(phone, referenceResolver);
        return found == null ? null : found.template();
    }

    /** The vendor of a phone, for callers that follow no changes of files. */
    public PhoneVendor vendor(Phone phone) {
        return vendor(phone, findTemplate(phone, new ArrayList<>(), new ArrayList<>()));
    }

    /** The vendor of a phone: by the family of its model, else by the name of the model, else by its MAC. */
    PhoneVendor vendor(Phone phone, TemplateMatch.@Nullable MatchedTemplate match) {
        PhoneVendors vendors = catalog.vendors();
        if (match != null) {
            String family = match.entry().text(ModelField.FAMILY);
            PhoneVendor named = vendors.ofFamily(family.isEmpty() ? match.model() : family);
            if (!named.equals(PhoneVendor.UNKNOWN)) {
                return named;
            }
        }
        PhoneVendor byMac = vendors.ofMac(phone.mac());
        return byMac == null ? PhoneVendor.UNKNOWN : byMac;
    }

    /** Reports the required keys that an account lacks. */
    private static void checkRequired(Account account, List<Problem> problems) {
        List<String> missing = missing(account, MANDATORY);
        if (!missing.isEmpty()) {
            problems.add(Problem.blocking(
                            account.position(),
                            "extension " + account.number() + " has a phone, and needs " + quoted(missing)
                                    + ": add it here or in a _defaults.yaml above")
                    .expectedIn(FolderDefaults.pathsAbove(account.file())));
        }
    }

    /** Reports the names that an account lacks. Its phone works without them. */
    private static void warnOfMissingNames(Account account, ReferenceResolver referenceResolver) {
        List<String> missing = missing(account, NAMES);
        if (!missing.isEmpty()) {
            referenceResolver.report(Problem.warning(
                            account.position(),
                            "extension " + account.number() + " has a phone and no " + quoted(missing)
                                    + ", so the phone shows no such name: add it here or in a _defaults.yaml above, or set it to"
                                    + " \"\"")
                    .expectedIn(FolderDefaults.pathsAbove(account.file())));
        }
    }

    /** Reports the profiles that a phone or an extension names and no folder above has. */
    private void reportMissingProfiles(String file, FieldValues owner, ReferenceResolver referenceResolver) {
        for (ProfileReference profile : inventory.profiles(file, owner)) {
            Problem missing = profile.missingForPhone(inventory);
            if (missing != null) {
                referenceResolver.addDependency(new Dependency(Dependency.DependencyKind.PROFILES, ""));
                referenceResolver.report(missing);
            }
        }
    }

    /** Reports a model that is no name of a model. It finds a template, until a model has this name. */
    private void warnOfUncertainModel(
            Phone phone, TemplateMatch.MatchedTemplate found, ReferenceResolver referenceResolver) {
        LayerStack.LayerValue model = phone.layers().get("model");
        if (model == null || phone.layers().get("template") != null) {
            return;
        }
        String wanted = String.valueOf(model.value());
        if (!catalog.isModelName(wanted)) {
            referenceResolver.report(Problem.warning(
                    model.position(),
                    "'" + wanted + "' is no name of a model; it finds "
                            + found.template().path() + " by "
                            + catalog.matchReason(wanted, found.template()) + ", and another model can get this name"
                            + " later. Write '" + found.model() + "'"));
        }
    }

    /**
     * Adds a dependency for each model that the extensions of a phone give. Whether two of them are the same depends on
     * the templates.
     */
    private static void addModels(Phone phone, List<Dependency> dependencies) {
        if (phone.accounts().size() > 1) {
            for (Account account : phone.accounts()) {
                String model = account.phone().text("model");
                if (model != null) {
                    dependencies.add(new Dependency(Dependency.DependencyKind.MODEL, ModelPattern.normalise(model)));
                }
            }
        }
    }

    /** Those of the keys that no layer of an account sets. */
    private static List<String> missing(Account account, List<String> keys) {
        return keys.stream().filter(key -> account.layers().get(key) == null).toList();
    }

    /**
     * Finds the template by the phone's {@code template}, or else by its {@code model}. Reports why there is
     * none.
     */
    private TemplateMatch.@Nullable MatchedTemplate findTemplate(
            Phone phone, List<Dependency> dependencies, List<Problem> problems) {
        LayerStack.LayerValue explicit = phone.layers().get("template");
        LayerStack.LayerValue model = phone.layers().get("model");
        String wanted = model == null ? null : String.valueOf(model.value());
        TemplateMatch choice;
        Position at;
        String what;
        if (explicit != null) {
            String key = String.valueOf(explicit.value());
            at = explicit.position();
            what = "template '" + key + "'";
            // The dependency is recorded with or without a match, because a template that is added later may
            // match.
            choice = catalog.find(key, wanted);
            dependencies.addAll(modelDependencies(phone));
        } else if (wanted != null && model != null) {
            at = model.position();
            what = "model '" + wanted + "'";
            choice = catalog.find(wanted);
            dependencies.addAll(modelDependencies(phone));
        } else {
            problems.add(Problem.blocking(
                            phone.first().phonePosition(),
                            "the phone has no 'model': add it here or in a _defaults.yaml above")
                    .expectedIn(FolderDefaults.pathsAbove(phone.first().file())));
            return null;
        }
        // A change of the template's file concerns the phone, however the template was found.
        if (choice instanceof TemplateMatch.MatchedTemplate found) {
            dependencies.add(new Dependency(
                    Dependency.DependencyKind.TEMPLATE, found.template().path()));
            addModel(found, wanted, explicit != null, dependencies);
            return found;
        }
        if (choice instanceof TemplateMatch.UnknownModel which) {
            dependencies.add(new Dependency(
                    Dependency.DependencyKind.TEMPLATE, which.template().path()));
            // The models of a template depend on all model files.
            dependencies.add(ANY_MODEL);
        } else if (choice instanceof TemplateMatch.NoMatch) {
            // The nearest names depend on all templates.
            dependencies.add(ANY_MODEL);
        }
        Problem problem = Problem.blocking(at, choice.failure(what));
        problems.add(
                choice instanceof TemplateMatch.NoMatch
                        ? problem.expectedIn(List.of(TemplateKind.PHONE.folder(), ModelFile.FOLDER))
                        : problem);
        return null;
    }

    /**
     * The look-ups that decide a phone's model and its model rules: the key {@code model}, and the key {@code template} of
     * each layer, since a plain one decides which rules apply.
     */
    static List<Dependency> modelDependencies(Phone phone) {
        List<Dependency> dependencies = new ArrayList<>();
        for (LayerStack.LayerValue template : phone.layers().all("template")) {
            String key = Template.keyOf(String.valueOf(template.value()));
            dependencies.add(new Dependency(Dependency.DependencyKind.TEMPLATE, TemplateKind.PHONE.folder() + key));
        }
        String model = phone.layers().text("model");
        if (model != null) {
            dependencies.add(new Dependency(Dependency.DependencyKind.MODEL, ModelPattern.normalise(model)));
        }
        return dependencies;
    }

    /**
     * Adds the dependency on the data of the model. If the key {@code template} chooses a template without this model, any
     * new model of the template can change the choice.
     *
     * @param wanted the key {@code model} of the phone; null if it has none
     */
    private void addModel(
            TemplateMatch.MatchedTemplate found,
            @Nullable String wanted,
            boolean explicit,
            List<Dependency> dependencies) {
        dependencies.add(
                new Dependency(Dependency.DependencyKind.MODEL, found.entry().key()));
        boolean certain = wanted != null
                && found.names().contains(ModelPattern.normalise(wanted))
                && (found.template().isVariant()
                        || catalog.models(found.template()).contains(found.entry()));
        if (explicit && !certain) {
            dependencies.add(ANY_MODEL);
        }
    }

    /** The names in quotes, separated by commas. */
    private static String quoted(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }
}
