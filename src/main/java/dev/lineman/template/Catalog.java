package dev.lineman.template;

import dev.lineman.input.Document;
import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
 * <p>{@code build} keeps one catalog in each state and replaces the changed files with {@link #with(String,
 * Document)}. {@code resolve} asks it for the template of a phone. The catalog is persistent and immutable: a
 * change returns another catalog that shares everything else. A change costs as much as the names of the
 * changed template.
 */
public final class Catalog implements FragmentLookup {
    /** The catalog without any file. */
    public static final Catalog EMPTY = new Catalog(
            HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), TreePMap.empty(), HashTreePMap.empty());

    /** The most names that {@link TemplateMatch.NoMatch} suggests. */
    private static final int MAX_SUGGESTIONS = 3;

    /** Where in a template a name is found. An earlier level wins over a later one. */
    private enum MatchLevel {
        MODEL("the text of a <model>"),
        UA("the ua of a <model>"),
        NAME("the name in its header"),
        DESCRIPTION("the description in its header"),
        FILE("its file name");

        private final String description;

        MatchLevel(String description) {
            this.description = description;
        }
    }

    /**
     * One way to find a template by name.
     *
     * @param path the template's path, below the root
     * @param name the name as the template writes it
     */
    private record NameClaim(MatchLevel level, String path, String name) {}

    /** By path. */
    private final PMap<String, Template> phoneTemplates;
    /** By name, as {@link ModelPattern#normalise} writes it. No set is empty. */
    private final PMap<String, PSet<NameClaim>> claimsByName;
    /** The paths by {@link Template#key()}: {@code a.xml} and {@code a.ph.xml} have the same key. */
    private final PMap<String, PSet<String>> pathsByKey;
    /** By path. Sorted, so that sites are rendered in the same order each time. */
    private final PSortedMap<String, Template> siteTemplates;
    /** By path. */
    private final PMap<String, Fragment> fragments;

    private Catalog(
            PMap<String, Template> phoneTemplates,
            PMap<String, PSet<NameClaim>> claimsByName,
            PMap<String, PSet<String>> pathsByKey,
            PSortedMap<String, Template> siteTemplates,
            PMap<String, Fragment> fragments) {
        this.phoneTemplates = phoneTemplates;
        this.claimsByName = claimsByName;
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
            return new Catalog(phoneTemplates, claimsByName, pathsByKey, siteTemplates, fragments.plus(path, fragment));
        }
        return document instanceof Template template ? without.plus(template) : without;
    }

    private Catalog plus(Template template) {
        if (template.kind() == TemplateKind.SITE) {
            return new Catalog(
                    phoneTemplates, claimsByName, pathsByKey, siteTemplates.plus(template.path(), template), fragments);
        }
        PMap<String, PSet<NameClaim>> more = claimsByName;
        for (var named : claimsOf(template)) {
            more = more.plus(
                    named.key(),
                    more.getOrDefault(named.key(), HashTreePSet.empty()).plus(named.claim()));
        }
        PSet<String> sameKey = pathsByKey.getOrDefault(template.key(), HashTreePSet.empty());
        return new Catalog(
                phoneTemplates.plus(template.path(), template),
                more,
                pathsByKey.plus(template.key(), sameKey.plus(template.path())),
                siteTemplates,
                fragments);
    }

    private Catalog without(String path) {
        Template template = phoneTemplates.get(path);
        if (template == null) {
            return new Catalog(
                    phoneTemplates, claimsByName, pathsByKey, siteTemplates.minus(path), fragments.minus(path));
        }
        PMap<String, PSet<NameClaim>> fewer = claimsByName;
        for (var named : claimsOf(template)) {
            fewer = minus(fewer, named.key(), named.claim());
        }
        return new Catalog(
                phoneTemplates.minus(path), fewer, minus(pathsByKey, template.key(), path), siteTemplates, fragments);
    }

    private static <T> PMap<String, PSet<T>> minus(PMap<String, PSet<T>> map, String key, T value) {
        PSet<T> set = map.get(key);
        if (set == null) {
            return map;
        }
        PSet<T> rest = set.minus(value);
        return rest.isEmpty() ? map.minus(key) : map.plus(key, rest);
    }

    /** A claim and the normalised name under which the index has it. */
    private record KeyedClaim(String key, NameClaim claim) {}

    /**
     * All names that find a template. The result depends on the template alone, so that a removal undoes an
     * addition.
     */
    private static List<KeyedClaim> claimsOf(Template template) {
        List<KeyedClaim> claims = new ArrayList<>();
        for (Template.TemplateModel model : template.models()) {
            addClaim(claims, MatchLevel.MODEL, template, model.text());
            addClaim(claims, MatchLevel.UA, template, model.ua());
        }
        addClaim(claims, MatchLevel.NAME, template, template.name());
        addClaim(claims, MatchLevel.DESCRIPTION, template, template.description());
        addClaim(claims, MatchLevel.FILE, template, template.fileName());
        return claims;
    }

    private static void addClaim(List<KeyedClaim> claims, MatchLevel level, Template template, String name) {
        String key = ModelPattern.normalise(name);
        if (!key.isEmpty()) {
            claims.add(new KeyedClaim(key, new NameClaim(level, template.path(), name)));
        }
    }

    /**
     * Finds the phone template of a model. The comparison ignores case, blanks and punctuation.
     *
     * @param model as an administrator writes it, such as {@code Snom 320}
     */
    public TemplateMatch find(String model) {
        String key = ModelPattern.normalise(model);
        PSet<NameClaim> all = claimsByName.getOrDefault(key, HashTreePSet.empty());
        MatchLevel decisive = MatchLevel.FILE;
        Set<String> matching = new TreeSet<>();
        for (NameClaim claim : all) {
            if (claim.level().compareTo(decisive) < 0) {
                matching.clear();
                decisive = claim.level();
            }
            if (claim.level() == decisive) {
                matching.add(claim.path());
            }
        }
        if (matching.isEmpty()) {
            return new TemplateMatch.NoMatch(nearestModels(key));
        }
        return choose(matching, model);
    }

    /**
     * Says why {@link #find(String)} chooses a template for a model, as text for people.
     *
     * @return the part of the template that matches, such as {@code its file name}; empty if nothing matches
     */
    public String matchReason(String model, Template template) {
        return claimsByName.getOrDefault(ModelPattern.normalise(model), HashTreePSet.empty()).stream()
                .filter(claim -> claim.path().equals(template.path()))
                .min(Comparator.comparing(NameClaim::level))
                .map(claim -> claim.level().description)
                .orElse("");
    }

    /**
     * Finds a phone template by its file, and the entry among its models.
     *
     * @param template the path below {@code templates/phones}, with or without extension
     * @param model as in {@link #find(String)}; null if the phone has none
     */
    public TemplateMatch find(String template, @Nullable String model) {
        String key = Template.withoutExtension(template.strip());
        PSet<String> matching = pathsByKey.getOrDefault(key, HashTreePSet.empty());
        if (matching.isEmpty()) {
            return new TemplateMatch.NoMatch(NearestName.find(key, pathsByKey.keySet(), MAX_SUGGESTIONS));
        }
        return choose(new TreeSet<>(matching), model == null ? "" : model);
    }

    private TemplateMatch choose(Set<String> matching, String model) {
        List<Template> templates = new ArrayList<>();
        for (String path : matching) {
            Template template = phoneTemplates.get(path);
            if (template != null) {
                templates.add(template);
            }
        }
        return templates.size() == 1 ? choose(templates.get(0), model) : new TemplateMatch.AmbiguousMatch(templates);
    }

    /**
     * Chooses an entry of a template's models. The text of an entry wins over the {@code ua} of another. A
     * single entry needs no match.
     */
    private static TemplateMatch choose(Template template, String model) {
        if (template.models().isEmpty()) {
            String asWritten = model.isEmpty() ? template.name() : model;
            return new TemplateMatch.MatchedTemplate(template, asWritten, asWritten);
        }
        String key = ModelPattern.normalise(model);
        Template.TemplateModel chosen = null;
        for (Template.TemplateModel entry : template.models()) {
            if (!key.isEmpty() && ModelPattern.normalise(entry.text()).equals(key)) {
                chosen = entry;
                break;
            }
            if (chosen == null
                    && !key.isEmpty()
                    && ModelPattern.normalise(entry.ua()).equals(key)) {
                chosen = entry;
            }
        }
        if (chosen == null && template.models().size() == 1) {
            chosen = template.models().get(0);
        }
        return chosen == null ? new TemplateMatch.UnknownModel(template) : matched(template, chosen);
    }

    private static TemplateMatch matched(Template template, Template.TemplateModel chosen) {
        String text = chosen.name();
        return new TemplateMatch.MatchedTemplate(template, text, chosen.ua().isEmpty() ? text : chosen.ua());
    }

    /** Similar names of models, each as a template writes it. */
    private List<String> nearestModels(String key) {
        List<String> names = new ArrayList<>();
        for (String near : NearestName.find(key, claimsByName.keySet(), MAX_SUGGESTIONS)) {
            claimsByName.getOrDefault(near, HashTreePSet.empty()).stream()
                    .map(NameClaim::name)
                    .min(String::compareTo)
                    .ifPresent(names::add);
        }
        return names;
    }

    /**
     * The normalised model names for which {@link #find(String)} may answer differently after a change of one
     * file. Impact analysis looks up the phones of these models.
     *
     * @param before the file's document before the change, or null
     * @param after the file's document after the change, or null
     */
    public static Set<String> affectedNames(@Nullable Document before, @Nullable Document after) {
        Set<String> names = new LinkedHashSet<>();
        for (Document document : new Document[] {before, after}) {
            if (document instanceof Template template && template.kind() == TemplateKind.PHONE) {
                claimsOf(template).forEach(named -> names.add(named.key()));
            }
        }
        return names;
    }

    /** The phone or site template at a path; null if there is none. */
    public @Nullable Template template(String path) {
        Template phone = phoneTemplates.get(path);
        return phone == null ? siteTemplates.get(path) : phone;
    }

    /** All site templates, sorted by path. */
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
