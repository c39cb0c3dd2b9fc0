package dev.lineman.template;

import dev.lineman.input.Document;
import dev.lineman.inventory.ModelIndex;
import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.header.OptionOffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * All templates and fragments, and the index that finds the template of a model.
 *
 * <p>{@code build} keeps one catalog in each state, {@code resolve} asks it for the template of a phone. It is immutable:
 * a change returns another catalog that shares everything else, and costs as much as the names of the changed template.
 */
public final class Catalog implements FragmentLookup, ModelIndex {
    /** The catalog without any file. */
    public static final Catalog EMPTY = new Catalog(
            HashTreePMap.empty(), ModelNameIndex.EMPTY, HashTreePMap.empty(), TreePMap.empty(), HashTreePMap.empty());

    /** Stands for all names of models in {@link #affectedNames}. No model has this name. */
    public static final String ANY_NAME = "";

    /** The most paths that {@link TemplateMatch.NoMatch} suggests. */
    private static final int MAX_SUGGESTIONS = 3;

    /** By path. */
    private final PMap<String, Template> phoneTemplates;
    /** The names of the phone templates and of their models. */
    private final ModelNameIndex names;
    /** The paths by {@link Template#key()}: {@code a.xml} and {@code a.ph.xml} have the same key. */
    private final PMap<String, PSet<String>> pathsByKey;
    /** By path. Sorted, so that sites are rendered in the same order each time. */
    private final PSortedMap<String, Template> siteTemplates;
    /** By path. */
    private final PMap<String, Fragment> fragments;
    /** The result of {@link #conflicts}; null until the first call. */
    private volatile @Nullable List<Problem> conflicts;

    private Catalog(
            PMap<String, Template> phoneTemplates,
            ModelNameIndex names,
            PMap<String, PSet<String>> pathsByKey,
            PSortedMap<String, Template> siteTemplates,
            PMap<String, Fragment> fragments) {
        this.phoneTemplates = phoneTemplates;
        this.names = names;
        this.pathsByKey = pathsByKey;
        this.siteTemplates = siteTemplates;
        this.fragments = fragments;
    }

    /**
     * Returns a catalog in which the file has this document and nothing else.
     *
     * @param path the file's path, below the root
     * @param document a template or a fragment; null if the file is gone; documents of other kinds change
     *     nothing
     */
    public Catalog with(String path, @Nullable Document document) {
        Catalog without = without(path);
        if (document instanceof Fragment fragment) {
            return new Catalog(phoneTemplates, names, pathsByKey, siteTemplates, fragments.plus(path, fragment));
        }
        return document instanceof Template template ? without.plus(template) : without;
    }

    private Catalog plus(Template template) {
        if (template.kind() == TemplateKind.SITE) {
            return new Catalog(
                    phoneTemplates, names, pathsByKey, siteTemplates.plus(template.path(), template), fragments);
        }
        PSet<String> sameKey = pathsByKey.getOrDefault(template.key(), HashTreePSet.empty());
        return new Catalog(
                phoneTemplates.plus(template.path(), template),
                names.plus(template),
                pathsByKey.plus(template.key(), sameKey.plus(template.path())),
                siteTemplates,
                fragments);
    }

    private Catalog without(String path) {
        Template template = phoneTemplates.get(path);
        if (template == null) {
            boolean known = siteTemplates.containsKey(path) || fragments.containsKey(path);
            return known
                    ? new Catalog(phoneTemplates, names, pathsByKey, siteTemplates.minus(path), fragments.minus(path))
                    : this;
        }
        PSet<String> sameKey =
                pathsByKey.getOrDefault(template.key(), HashTreePSet.empty()).minus(path);
        return new Catalog(
                phoneTemplates.minus(path),
                names.minus(template),
                sameKey.isEmpty() ? pathsByKey.minus(template.key()) : pathsByKey.plus(template.key(), sameKey),
                siteTemplates,
                fragments);
    }

    /**
     * Finds the phone template of a model. The comparison ignores case, blanks and punctuation. A name that several
     * models have is ambiguous, so that a new model never changes what a name means; see {@link NameClaim}.
     *
     * @param model as an administrator writes it, such as {@code Snom 320}
     */
    public TemplateMatch find(String model) {
        List<NameClaim> claims = names.decisive(model);
        if (claims.isEmpty()) {
            return new TemplateMatch.NoMatch(names.nearest(model));
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
        if (models.size() > 1 && claims.get(0).exclusive()) {
            return new TemplateMatch.AmbiguousName(List.copyOf(models.values()));
        }
        return templates.size() > 1
                ? new TemplateMatch.AmbiguousMatch(List.copyOf(templates.values()))
                : choose(
                        templates.values().iterator().next(),
                        model,
                        claims.get(0).fullName());
    }

    /**
     * Says why {@link #find(String)} chooses a template for a model, as text for people.
     *
     * @return the part of the template that matches, such as {@code its file name}; empty if nothing matches
     */
    public String matchReason(String model, Template template) {
        return names.decisive(model).stream()
                .filter(claim -> claim.path().equals(template.path()))
                .map(claim -> claim.level().description())
                .findFirst()
                .orElse("");
    }

    /**
     * Whether a text is a name of a model, so that its meaning stays the same when models are added. Other texts may find
     * a template as well, such as its file name.
     */
    public boolean isModelName(String model) {
        return names.isExclusive(model);
    }

    /**
     * Finds a phone template by its file, and the entry among its models. With a variant, a phone keeps the model that it
     * has without.
     *
     * @param template the path below {@code templates/phones}, with or without extension
     * @param model as in {@link #find(String)}; null if the phone has none
     */
    public TemplateMatch find(String template, @Nullable String model) {
        String key = Template.withoutExtension(template.strip());
        Set<String> matching = new TreeSet<>(pathsByKey.getOrDefault(key, HashTreePSet.empty()));
        List<Template> templates = matching.stream()
                .map(phoneTemplates::get)
                .filter(Objects::nonNull)
                .toList();
        if (templates.isEmpty()) {
            return new TemplateMatch.NoMatch(NearestName.find(key, pathsByKey.keySet(), MAX_SUGGESTIONS));
        }
        Template first = templates.get(0);
        if (templates.size() > 1) {
            return new TemplateMatch.AmbiguousMatch(templates);
        }
        return first.isVariant() && model != null && find(model) instanceof TemplateMatch.MatchedTemplate usual
                ? new TemplateMatch.MatchedTemplate(first, usual.model(), usual.ua(), usual.names())
                : choose(first, model == null ? "" : model, model == null ? first.name() : model);
    }

    /**
     * Chooses an entry of a template's models. The names of a model win over the {@code ua} of another. A single entry
     * needs no match.
     *
     * @param withoutEntries the model of a template that lists none
     */
    private static TemplateMatch choose(Template template, String model, String withoutEntries) {
        String key = ModelPattern.normalise(model);
        if (template.models().isEmpty()) {
            Set<String> names = new TreeSet<>(List.of(key, ModelPattern.normalise(withoutEntries)));
            return new TemplateMatch.MatchedTemplate(template, withoutEntries, withoutEntries, names);
        }
        Map<String, Template.TemplateModel> named = new LinkedHashMap<>();
        Template.TemplateModel chosen =
                template.models().size() == 1 ? template.models().get(0) : null;
        for (Template.TemplateModel entry : template.models()) {
            if (entry.names().exclusive().contains(key)) {
                named.putIfAbsent(ModelPattern.normalise(entry.name()), entry);
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
                ? new TemplateMatch.UnknownModel(template, model)
                : new TemplateMatch.MatchedTemplate(
                        template,
                        chosen.name(),
                        chosen.ua().isEmpty() ? chosen.name() : chosen.ua(),
                        chosen.names().all());
    }

    @Override
    public ModelIndex.@Nullable KnownModel model(@Nullable String template, @Nullable String model) {
        TemplateMatch match = template != null ? find(template, model) : model == null ? null : find(model);
        return match instanceof TemplateMatch.MatchedTemplate found
                ? new ModelIndex.KnownModel(found.model(), found.names())
                : null;
    }

    /**
     * Finds a model by one of its names, or by a part of one that no other model's name has; null if there is none, or
     * several. For commands that write or show the full name; files with extensions need a name.
     */
    public ModelIndex.@Nullable KnownModel search(String text) {
        ModelIndex.KnownModel named = model(null, text);
        List<String> partial = named == null && !isModelName(text) ? names.partial(text) : List.of();
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

    /**
     * Returns a warning for each name that a template gives to a model and that another model has too, so that no phone
     * can use it.
     */
    public List<Problem> conflicts() {
        List<Problem> found = conflicts;
        if (found == null) {
            found = names.conflicts(this::position);
            conflicts = found;
        }
        return found;
    }

    /** The place where a template gives a name to a model. */
    private Position position(NameClaim claim) {
        Template template = phoneTemplates.get(claim.path());
        return Stream.ofNullable(template)
                .flatMap(found -> found.models().stream())
                .filter(entry -> entry.name().equals(claim.fullName()))
                .map(Template.TemplateModel::at)
                .findFirst()
                .orElse(Position.of(claim.path()));
    }

    /**
     * The normalised names for which {@link #find(String)} may answer differently after a change of one file, other than
     * with a changed version of a template that it found already. Impact analysis looks up the phones of these models.
     * {@link #ANY_NAME} stands for all names that are no name of a model: suggestions for them may change.
     *
     * @param before the file's document before the change, or null
     * @param after the file's document after the change, or null
     */
    public static Set<String> affectedNames(@Nullable Document before, @Nullable Document after) {
        Set<NameClaim> old = claimsOf(before);
        Set<NameClaim> now = claimsOf(after);
        Set<String> names = new LinkedHashSet<>();
        old.stream().filter(claim -> !now.contains(claim)).forEach(claim -> names.add(claim.key()));
        now.stream().filter(claim -> !old.contains(claim)).forEach(claim -> names.add(claim.key()));
        if (!names.isEmpty() || isPhoneTemplate(before) != isPhoneTemplate(after)) {
            names.add(ANY_NAME);
        }
        return names;
    }

    private static Set<NameClaim> claimsOf(@Nullable Document document) {
        return document instanceof Template template && isPhoneTemplate(document) ? NameClaim.of(template) : Set.of();
    }

    private static boolean isPhoneTemplate(@Nullable Document document) {
        return document instanceof Template template && template.kind() == TemplateKind.PHONE;
    }

    /** The document of a file; null if the catalog has none. */
    public @Nullable Document document(String path) {
        return fragments.containsKey(path) ? fragments.get(path) : template(path);
    }

    /** The template at a path; null if there is none. */
    public @Nullable Template template(String path) {
        return phoneTemplates.getOrDefault(path, siteTemplates.get(path));
    }

    /** The site templates that sites use, sorted by path. */
    public Collection<Template> siteTemplates() {
        return siteTemplates.values().stream()
                .filter(template -> template.layer() == TemplateLayer.ROOT)
                .toList();
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
