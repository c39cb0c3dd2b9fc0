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
 * All templates and fragments, and which template is meant by a model. Persistent: a change yields another
 * catalog, shares the rest, and costs what it touches.
 */
public final class Catalog implements FragmentLookup {
    /** Nothing in it. */
    public static final Catalog EMPTY = new Catalog(
            HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), TreePMap.empty(), HashTreePMap.empty());

    private static final int MAX_SUGGESTIONS = 3;

    /** In the order in which they decide. */
    private enum MatchLevel {
        MODEL("the text of a <model>"),
        UA("the ua of a <model>"),
        NAME("the name in its header"),
        DESCRIPTION("the description in its header"),
        FILE("its file name");

        private final String description;

        MatchLevel(String shown) {
            this.description = shown;
        }
    }

    /** That a template answers to a name; {@code shown} is the name as the template writes it. */
    private record NameClaim(MatchLevel level, String path, String shown) {}

    private final PMap<String, Template> phoneTemplates;
    private final PMap<String, PSet<NameClaim>> claimsByName;
    private final PMap<String, PSet<String>> pathsByKey;
    private final PSortedMap<String, Template> siteTemplates;
    private final PMap<String, Fragment> fragments;

    private Catalog(
            PMap<String, Template> phones,
            PMap<String, PSet<NameClaim>> claims,
            PMap<String, PSet<String>> paths,
            PSortedMap<String, Template> sites,
            PMap<String, Fragment> fragments) {
        this.phoneTemplates = phones;
        this.claimsByName = claims;
        this.pathsByKey = paths;
        this.siteTemplates = sites;
        this.fragments = fragments;
    }

    /**
     * The catalog with a file's document instead of what it had for that path.
     *
     * @param document a template or fragment, or null when the file is gone; others change nothing
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
        PSet<String> twins = pathsByKey.getOrDefault(template.key(), HashTreePSet.empty());
        return new Catalog(
                phoneTemplates.plus(template.path(), template),
                more,
                pathsByKey.plus(template.key(), twins.plus(template.path())),
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

    private record KeyedClaim(String key, NameClaim claim) {}

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

    private static void addClaim(List<KeyedClaim> claims, MatchLevel level, Template template, String shown) {
        String key = ModelPattern.normalise(shown);
        if (!key.isEmpty()) {
            claims.add(new KeyedClaim(key, new NameClaim(level, template.path(), shown)));
        }
    }

    /** The phone template of a model, which is written in any case and with any blanks and punctuation. */
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

    /** What of a template made {@link #find(String)} choose it for a model, for people; empty when nothing did. */
    public String matchReason(String model, Template template) {
        return claimsByName.getOrDefault(ModelPattern.normalise(model), HashTreePSet.empty()).stream()
                .filter(claim -> claim.path().equals(template.path()))
                .min(Comparator.comparing(NameClaim::level))
                .map(claim -> claim.level().description)
                .orElse("");
    }

    /**
     * The phone template of a file, and which of its models.
     *
     * @param template its path below {@code templates/phones}, with or without extension
     * @param model as in {@link #find(String)}, or null when none was given
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
        String text = chosen.text().isEmpty() ? chosen.ua() : chosen.text();
        return new TemplateMatch.MatchedTemplate(template, text, chosen.ua().isEmpty() ? text : chosen.ua());
    }

    private List<String> nearestModels(String key) {
        List<String> shown = new ArrayList<>();
        for (String near : NearestName.find(key, claimsByName.keySet(), MAX_SUGGESTIONS)) {
            claimsByName.getOrDefault(near, HashTreePSet.empty()).stream()
                    .map(NameClaim::shown)
                    .min(String::compareTo)
                    .ifPresent(shown::add);
        }
        return shown;
    }

    /**
     * The names of models, as {@link ModelPattern} compares them, whose answer may differ once a file says
     * something else.
     *
     * @param before what the file said, or null
     * @param after what it says now, or null
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

    /** The phone or site template of a file, or null. */
    public @Nullable Template template(String path) {
        Template phone = phoneTemplates.get(path);
        return phone == null ? siteTemplates.get(path) : phone;
    }

    /** Site templates by path. */
    public Collection<Template> siteTemplates() {
        return siteTemplates.values();
    }

    /** Phone templates, in no order. */
    public Collection<Template> phoneTemplates() {
        return phoneTemplates.values();
    }

    @Override
    public @Nullable Fragment fragment(String path) {
        return fragments.get(path);
    }
}
