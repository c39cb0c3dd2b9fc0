package dev.lineman.template;

import dev.lineman.input.Document;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.ModelIndex;
import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.header.OptionOffer;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelFile;
import dev.lineman.template.model.ModelMerge;
import dev.lineman.template.model.NameClaim;
import dev.lineman.template.vendor.PhoneVendors;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * All templates, fragments and model files, and the lookup that finds the template of a model.
 *
 * <p>{@code build} keeps one catalog in each state, {@code resolve} asks it for the template of a phone. The catalog is
 * persistent and immutable: {@link #with(String, Document)} returns another one that shares everything else. The lookup of
 * models is made when it is first asked for, and shared with catalogs of the same phone templates and model files.
 */
public final class Catalog implements FragmentLookup, ModelIndex {
    /** The catalog without any file. */
    public static final Catalog EMPTY =
            new Catalog(HashTreePMap.empty(), TreePMap.empty(), HashTreePMap.empty(), TreePMap.empty());

    /** Stands for all names of models in {@link #affectedNames}. No model has this name. */
    public static final String ANY_NAME = "";

    /** The most paths that {@link TemplateMatch.NoMatch} suggests. */
    private static final int MAX_SUGGESTIONS = 3;

    /** By path. */
    private final PMap<String, Template> phoneTemplates;
    /** By path. Sorted, so that sites are rendered in the same order each time. */
    private final PSortedMap<String, Template> siteTemplates;
    /** By path. */
    private final PMap<String, Fragment> fragments;
    /** By {@link ModelFile#id}. */
    private final PSortedMap<String, ModelFile> modelFiles;
    /** The names and data of all models; null until the first question. */
    private volatile @Nullable ModelLookup lookup;

    private Catalog(
            PMap<String, Template> phoneTemplates,
            PSortedMap<String, Template> siteTemplates,
            PMap<String, Fragment> fragments,
            PSortedMap<String, ModelFile> modelFiles) {
        this.phoneTemplates = phoneTemplates;
        this.siteTemplates = siteTemplates;
        this.fragments = fragments;
        this.modelFiles = modelFiles;
    }

    /**
     * Returns a catalog in which the file has this document and nothing else.
     *
     * @param path the file's path, below the root; for a model file its {@link ModelFile#id}
     * @param document a template, a fragment or a model file; null if the file is gone; documents of other kinds change
     *     nothing
     */
    public Catalog with(String path, @Nullable Document document) {
        Catalog without = without(path);
        if (document instanceof Fragment fragment) {
            return without.withFragments(without.fragments.plus(path, fragment));
        }
        if (document instanceof ModelFile file) {
            return new Catalog(phoneTemplates, siteTemplates, fragments, modelFiles.plus(path, file));
        }
        return document instanceof Template template ? without.plus(template) : without;
    }

    /** Returns the catalog after these changes. */
    public Catalog with(List<FileChange> changes) {
        Catalog catalog = this;
        for (FileChange change : changes) {
            catalog = catalog.with(change.path(), change.after());
        }
        return catalog;
    }

    private Catalog plus(Template template) {
        return template.kind() == TemplateKind.SITE
                ? withSiteTemplates(siteTemplates.plus(template.path(), template))
                : new Catalog(phoneTemplates.plus(template.path(), template), siteTemplates, fragments, modelFiles);
    }

    private Catalog without(String path) {
        if (siteTemplates.containsKey(path)) {
            return withSiteTemplates(siteTemplates.minus(path));
        }
        if (fragments.containsKey(path)) {
            return withFragments(fragments.minus(path));
        }
        return phoneTemplates.containsKey(path) || modelFiles.containsKey(path)
                ? new Catalog(phoneTemplates.minus(path), siteTemplates, fragments, modelFiles.minus(path))
                : this;
    }

    private Catalog withSiteTemplates(PSortedMap<String, Template> others) {
        return new Catalog(phoneTemplates, others, fragments, modelFiles).sharing(lookup);
    }

    private Catalog withFragments(PMap<String, Fragment> others) {
        return new Catalog(phoneTemplates, siteTemplates, others, modelFiles).sharing(lookup);
    }

    private Catalog sharing(@Nullable ModelLookup made) {
        lookup = made;
        return this;
    }

    private ModelLookup lookup() {
        ModelLookup made = lookup;
        if (made == null) {
            made = new ModelLookup(phoneTemplates, new ModelMerge(modelFiles.values()));
            lookup = made;
        }
        return made;
    }

    /**
     * Finds the phone template of a model. The comparison ignores case, blanks and punctuation. A name that several
     * models have is ambiguous, so that a new model never changes what a name means; see {@link NameClaim}.
     *
     * @param model as an administrator writes it, such as {@code Snom 320}
     */
    public TemplateMatch find(String model) {
        List<NameClaim> claims = lookup().names().decisive(model);
        if (claims.isEmpty()) {
            return new TemplateMatch.NoMatch(lookup().names().nearest(model));
        }
        Map<String, Template> templates = new TreeMap<>();
        Map<String, TemplateMatch.NamedModel> models = new TreeMap<>();
        for (NameClaim claim : claims) {
            Template template = phoneTemplates.get(claim.path());
            if (template != null) {
                templates.put(claim.path(), template);
                models.putIfAbsent(claim.model(), new TemplateMatch.NamedModel(claim.fullName(), claim.path()));
            }
        }
        NameClaim first = claims.get(0);
        if (models.size() > 1 && first.exclusive()) {
            return new TemplateMatch.AmbiguousName(List.copyOf(models.values()));
        }
        if (templates.size() > 1) {
            return new TemplateMatch.AmbiguousMatch(List.copyOf(templates.values()));
        }
        Template template = templates.values().iterator().next();
        ModelEntry named = first.exclusive() ? lookup().model(template, first.model()) : null;
        return named == null
                ? choose(template, model, first.fullName())
                : new TemplateMatch.MatchedTemplate(template, named);
    }

    /**
     * Returns for people why {@link #find(String)} chooses a template for a model: the part of the template that matches,
     * such as {@code its file name}; empty if nothing matches.
     */
    public String matchReason(String model, Template template) {
        return lookup().names().decisive(model).stream()
                .filter(claim -> claim.path().equals(template.path()))
                .map(NameClaim::description)
                .findFirst()
                .orElse("");
    }

    /**
     * Whether a text is a name of a model, so that its meaning stays the same when models are added. Other texts may find
     * a template as well, such as its file name.
     */
    public boolean isModelName(String model) {
        return lookup().names().isExclusive(model);
    }

    /**
     * Finds a phone template by its file, and the entry among its models. With a template without models, such as a
     * variant, a phone keeps its usual model.
     *
     * @param template the path below {@code templates/phones}, with or without extension
     * @param model as in {@link #find(String)}; null if the phone has none
     */
    public TemplateMatch find(String template, @Nullable String model) {
        String key = Template.keyOf(template);
        List<Template> templates = lookup().templates(key);
        if (templates.isEmpty()) {
            return new TemplateMatch.NoMatch(NearestName.find(key, lookup().keys(), MAX_SUGGESTIONS));
        }
        Template first = templates.get(0);
        if (templates.size() > 1) {
            return new TemplateMatch.AmbiguousMatch(templates);
        }
        boolean without = first.isVariant() || lookup().models(first).isEmpty();
        return without && model != null && find(model) instanceof TemplateMatch.MatchedTemplate usual
                ? new TemplateMatch.MatchedTemplate(first, usual.entry())
                : choose(first, model == null ? "" : model, model == null ? first.name() : model);
    }

    /**
     * Chooses an entry of a template's models. The names of a model win over the {@code ua} of another. A single entry
     * needs no match.
     *
     * @param withoutEntries the model of a template that has none
     */
    private TemplateMatch choose(Template template, String model, String withoutEntries) {
        String key = ModelPattern.normalise(model);
        List<ModelEntry> models = lookup().models(template);
        if (models.isEmpty()) {
            Set<String> names = new TreeSet<>(List.of(key, ModelPattern.normalise(withoutEntries)));
            return new TemplateMatch.MatchedTemplate(
                    template, ModelEntry.unlisted(withoutEntries, Position.of(template.path()), names));
        }
        Map<String, ModelEntry> named = new LinkedHashMap<>();
        ModelEntry chosen = models.size() == 1 ? models.get(0) : null;
        for (ModelEntry entry : models) {
            if (entry.names().exclusive().contains(key)) {
                named.putIfAbsent(entry.key(), entry);
            } else if (chosen == null && entry.names().all().contains(key)) {
                chosen = entry;
            }
        }
        if (named.size() > 1) {
            return new TemplateMatch.AmbiguousName(named.values().stream()
                    .map(entry -> new TemplateMatch.NamedModel(entry.name(), template.path()))
                    .toList());
        }
        chosen = named.isEmpty() ? chosen : named.values().iterator().next();
        return chosen == null
                ? new TemplateMatch.UnknownModel(
                        template, models.stream().map(ModelEntry::name).toList(), model)
                : new TemplateMatch.MatchedTemplate(template, chosen);
    }

    @Override
    public ModelIndex.@Nullable KnownModel model(@Nullable String template, @Nullable String model) {
        TemplateMatch match = template != null ? find(template, model) : model == null ? null : find(model);
        return match instanceof TemplateMatch.MatchedTemplate found
                ? new ModelIndex.KnownModel(found.model(), found.names())
                : null;
    }

    /**
     * Finds a model by one of its names, or by a part of one that no other model's name has; null if there are none or
     * several. For commands that show the full name.
     */
    public ModelIndex.@Nullable KnownModel search(String text) {
        ModelIndex.KnownModel named = model(null, text);
        List<String> partial =
                named == null && !isModelName(text) ? lookup().names().partial(text) : List.of();
        return partial.size() == 1 ? model(null, partial.get(0)) : named;
    }

    /** Whether a phone template has an option. Case does not matter. */
    public boolean hasOption(String name) {
        return phoneTemplates.values().stream().anyMatch(found -> found.header().option(name) != null);
    }

    /** Whether a phone template has an option with a value. */
    public boolean hasOptionValue(String option, String value) {
        return phoneTemplates.values().stream()
                .map(template -> template.header().option(option))
                .anyMatch(offer -> offer != null && offer.accepts(value));
    }

    /** The names of the options of all phone templates, sorted. */
    public Set<String> optionNames() {
        return phoneTemplates.values().stream()
                .flatMap(template -> template.header().options().stream())
                .map(OptionOffer::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The vendors of phones. */
    public PhoneVendors vendors() {
        return lookup().vendors();
    }

    /** What is wrong with the names and the data of the models of all files together. */
    public List<Problem> modelProblems() {
        return lookup().problems();
    }

    /**
     * All models that a phone can have, sorted by name, with the data of all files. The key {@code template} is that of
     * the template that applies. A model with several templates, which is an error, is there several times.
     */
    public List<ModelEntry> models() {
        return lookup().all();
    }

    /** The models of a phone template: those that it lists, then those of model files. */
    public List<ModelEntry> models(Template template) {
        return lookup().models(template);
    }

    /** The paths of the model files of the root that say something of a model with this name. */
    public Set<String> modelFiles(String name) {
        return lookup().filesOf(name);
    }

    /**
     * The normalised names for which {@link #find(String)} answers differently in two catalogs, or whose model has other
     * data; a changed version of a template that it found already does not count. Impact analysis looks up the phones of
     * these models. {@link #ANY_NAME} stands for all names of no model: suggestions for them may change.
     */
    public static Set<String> affectedNames(Catalog before, Catalog after) {
        return before == after ? Set.of() : after.lookup().differentNames(before.lookup());
    }

    /** The document of a file, by its path or the {@link ModelFile#id} of a model file; null if the catalog has none. */
    public @Nullable Document document(String path) {
        Template template = template(path);
        return template != null ? template : fragments.containsKey(path) ? fragments.get(path) : modelFiles.get(path);
    }

    /** The template at a path; null if there is none. */
    public @Nullable Template template(String path) {
        return phoneTemplates.getOrDefault(path, siteTemplates.get(path));
    }

    /** All site templates, sorted by path. Not every site has each of them. */
    public Collection<Template> siteTemplates() {
        return siteTemplates.values();
    }

    /** All phone templates, in no particular order. */
    public Collection<Template> phoneTemplates() {
        return phoneTemplates.values();
    }

    @Override
    public @Nullable Fragment fragment(String path) {
        return fragments.get(path);
    }
}
