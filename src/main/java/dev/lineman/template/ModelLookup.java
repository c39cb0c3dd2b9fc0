package dev.lineman.template;

import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelMerge;
import dev.lineman.template.model.ModelNameIndex;
import dev.lineman.template.model.ModelValue;
import dev.lineman.template.model.NameClaim;
import dev.lineman.template.model.NameClaim.NameLevel;
import dev.lineman.template.model.TemplateLayer;
import dev.lineman.template.model.VendorNames;
import dev.lineman.template.vendor.PhoneVendors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which models the phone templates of one {@link Catalog} have, by which names they are found, and what is wrong with
 * them. It combines the {@code <model>} elements of the templates with the model files. A catalog makes it when it is
 * first asked for a model. Immutable.
 *
 * <p>A template of the root that has a model beats a built-in one for it.
 */
final class ModelLookup {
    /** The keys that say together how many keys a model has. */
    private static final Set<ModelField> KEY_COUNTS = Set.of(ModelField.KEYS, ModelField.BLFKEYS, ModelField.MODULES);

    /** By path. */
    private final Map<String, Template> templates;
    /** By {@link Template#key()}: {@code a.xml} and {@code a.ph.xml} have the same key. */
    private final Map<String, List<Template>> byKey = new TreeMap<>();

    private final ModelMerge data;
    /** The models of each template, by its path: those of its XML, then those of model files. */
    private final Map<String, List<ModelEntry>> entries = new TreeMap<>();
    /** The first of these entries for each model, by template path and {@link ModelEntry#key}. */
    private final Map<String, Map<String, ModelEntry>> entriesByKey = new HashMap<>();
    /** The templates that apply to each model, by the key of the model. */
    private final Map<String, List<OfferedModel>> offers = new LinkedHashMap<>();

    private final ModelNameIndex names;
    private final List<Problem> problems;

    /**
     * A model that a template has.
     *
     * @param entry with the data of all files
     * @param listed what the template itself says; null if only model files give the model to the template
     * @param layer the layer of the file that gives the model to the template
     */
    private record OfferedModel(
            ModelEntry entry, @Nullable ModelEntry listed, Template template, TemplateLayer layer) {}

    /**
     * Combines templates and model files.
     *
     * @param templates the phone templates, by path
     */
    ModelLookup(Map<String, Template> templates, ModelMerge data) {
        this.templates = Collections.unmodifiableMap(new TreeMap<>(templates));
        this.data = data;
        this.templates
                .values()
                .forEach(template -> byKey.computeIfAbsent(template.key(), key -> new ArrayList<>())
                        .add(template));
        this.templates.values().forEach(this::addListed);
        Set<Problem> found = new TreeSet<>(data.problems());
        data.models().forEach(model -> addData(model, found));
        offers.values().forEach(ModelLookup::removeBeaten);
        this.names = new ModelNameIndex(claims());
        found.addAll(names.conflicts(this::position));
        this.problems = List.copyOf(found);
    }

    /** Adds the models that a template lists itself. */
    private void addListed(Template template) {
        for (ModelEntry model : template.isVariant() ? List.<ModelEntry>of() : template.models()) {
            ModelEntry said = data.model(model.key());
            boolean counts = model.values().keySet().stream().anyMatch(KEY_COUNTS::contains);
            ModelEntry entry = said == null ? model : model.over(counts ? said.without(KEY_COUNTS) : said);
            add(new OfferedModel(entry, model, template, template.layer()));
        }
    }

    /** Adds a model of the model files to the template that they name. */
    private void addData(ModelEntry model, Set<Problem> found) {
        if (data.layer(model) == TemplateLayer.ROOT && !offers.containsKey(model.key())) {
            addTakenName(model, found);
        }
        ModelValue named = model.value(ModelField.TEMPLATE);
        if (named == null) {
            if (!offers.containsKey(model.key())) {
                found.add(Problem.error(
                                model.at(),
                                "'" + model.name() + "' has no template; add 'template:' with one below "
                                        + TemplateKind.PHONE.folder())
                        .expectedIn(List.of(TemplateKind.PHONE.folder())));
            }
            return;
        }
        String key = Template.withoutExtension((String) named.value());
        List<Template> matching = templates(key);
        for (Template template : matching) {
            if (model(template, model.key()) == null) {
                add(new OfferedModel(model, null, template, data.templateLayer(model)));
            }
        }
        if (matching.isEmpty()) {
            String hint = NearestName.hint(key, keys());
            found.add(Problem.error(
                            named.at(),
                            "no template below " + TemplateKind.PHONE.folder() + " is '" + key + "'"
                                    + (hint.isEmpty() ? "; correct it, or add the template" : hint))
                    .expectedIn(List.of(TemplateKind.PHONE.folder())));
        }
    }

    /** Warns of a new model of a model file whose name is another name of a built-in one. */
    private void addTakenName(ModelEntry model, Set<Problem> found) {
        ModelEntry builtIn = data.builtInWithName(model.key());
        if (builtIn != null) {
            found.add(Problem.warning(
                    model.at(),
                    "'" + model.name() + "' is a new model, which takes this name from '" + builtIn.name()
                            + "'; to change that model, write its full name"));
        }
    }

    private void add(OfferedModel offer) {
        ModelEntry entry = offer.entry();
        String path = offer.template().path();
        entries.computeIfAbsent(path, any -> new ArrayList<>()).add(entry);
        entriesByKey.computeIfAbsent(path, any -> new HashMap<>()).putIfAbsent(entry.key(), entry);
        offers.computeIfAbsent(entry.key(), any -> new ArrayList<>()).add(offer);
    }

    /** Leaves only the templates of the root, if there are any. */
    private static void removeBeaten(List<OfferedModel> offers) {
        if (offers.stream().anyMatch(offer -> offer.layer() == TemplateLayer.ROOT)) {
            offers.removeIf(offer -> offer.layer() != TemplateLayer.ROOT);
        }
    }

    /** All names that find a template. */
    private Collection<NameClaim> claims() {
        Set<NameClaim> claims = new LinkedHashSet<>();
        offers.values().forEach(all -> all.forEach(offer -> addClaims(offer, claims)));
        templates.values().stream()
                .filter(template -> !template.isVariant())
                .forEach(template -> addClaims(template, claims));
        return claims;
    }

    /** The names of a model. */
    private void addClaims(OfferedModel offer, Set<NameClaim> claims) {
        ModelEntry model = offer.entry();
        String full = model.name();
        String path = offer.template().path();
        ModelEntry listed = offer.listed();
        TemplateLayer layer = listed == null ? data.layer(model) : offer.layer();
        claims.add(new NameClaim(NameLevel.MODEL, layer, path, full, full));
        claims.add(new NameClaim(NameLevel.SHORT, layer, path, VendorNames.without(full), full));
        for (String alias : model.names().aliases()) {
            boolean own = listed != null && listed.names().aliases().contains(alias);
            claims.add(new NameClaim(
                    NameLevel.ALIAS, own ? offer.layer() : data.aliasLayer(model.key(), alias), path, alias, full));
        }
        claims.add(new NameClaim(NameLevel.UA, layer, path, model.text(ModelField.UA), full));
    }

    /** The names of a template itself. */
    private void addClaims(Template template, Set<NameClaim> claims) {
        List<ModelEntry> models = models(template);
        boolean none = models.isEmpty();
        boolean named = !template.name().isEmpty();
        String only = models.size() == 1 ? models.get(0).name() : none ? template.ownName() : "";
        NameLevel header = none && named ? NameLevel.ONLY_NAME : NameLevel.NAME;
        NameLevel file = none && !named ? NameLevel.ONLY_FILE : NameLevel.FILE;
        TemplateLayer layer = template.layer();
        String path = template.path();
        claims.add(new NameClaim(header, layer, path, template.name(), only));
        claims.add(new NameClaim(NameLevel.DESCRIPTION, layer, path, template.description(), only));
        claims.add(new NameClaim(file, layer, path, template.fileName(), only));
    }

    /** The place where a file gives a name to a model. */
    private Position position(NameClaim claim) {
        ModelEntry entry = entriesByKey.getOrDefault(claim.path(), Map.of()).get(claim.model());
        if (entry == null) {
            return Position.of(claim.path());
        }
        ModelValue aliases = entry.value(ModelField.ALIASES);
        boolean alias = claim.level() == NameLevel.ALIAS;
        return alias && aliases != null ? aliases.at() : entry.at();
    }

    /** The templates with a key, sorted by path. */
    List<Template> templates(String key) {
        return Collections.unmodifiableList(byKey.getOrDefault(key, List.of()));
    }

    /** The keys of all templates. */
    Set<String> keys() {
        return Collections.unmodifiableSet(byKey.keySet());
    }

    /** The names by which models and templates are found. */
    ModelNameIndex names() {
        return names;
    }

    /** The vendors of all model files. */
    PhoneVendors vendors() {
        return data.vendors();
    }

    /** What is wrong with the models of all files together, sorted. */
    List<Problem> problems() {
        return problems;
    }

    /** The models of a template: those of its XML, then those of model files. */
    List<ModelEntry> models(Template template) {
        return Collections.unmodifiableList(entries.getOrDefault(template.path(), List.of()));
    }

    /** The model of a template with a normalised full name; null if it has none. */
    @Nullable
    ModelEntry model(Template template, String key) {
        return entriesByKey.getOrDefault(template.path(), Map.of()).get(key);
    }

    /** All models, with the key {@code template} of the template that applies. Sorted by name. */
    List<ModelEntry> all() {
        Map<String, ModelEntry> all = new TreeMap<>();
        offers.forEach((key, offered) -> offered.forEach(offer -> all.put(
                offer.entry().name() + '\n' + offer.template().path(), withTemplate(offer.entry(), offer.template()))));
        for (Template template : templates.values()) {
            if (models(template).isEmpty() && !template.isVariant()) {
                String name = template.ownName();
                ModelEntry entry =
                        ModelEntry.unlisted(name, Position.of(template.path()), Set.of(ModelPattern.normalise(name)));
                all.put(name + '\n' + template.path(), withTemplate(entry, template));
            }
        }
        return List.copyOf(all.values());
    }

    private static ModelEntry withTemplate(ModelEntry entry, Template template) {
        Map<ModelField, ModelValue> values = new LinkedHashMap<>(entry.values());
        values.put(ModelField.TEMPLATE, new ModelValue(template.key(), Position.of(template.path())));
        return new ModelEntry(entry.name(), entry.at(), entry.names(), values);
    }

    /** The paths of the model files of the root that say something of a model with this name. */
    Set<String> filesOf(String name) {
        Set<String> files = new TreeSet<>(data.filesOfRoot(ModelPattern.normalise(name)));
        names.decisive(name).forEach(claim -> files.addAll(data.filesOfRoot(claim.model())));
        return files;
    }

    /**
     * The normalised names for which a search may answer differently than in another lookup, other than with a changed
     * version of a template that it found already.
     */
    Set<String> differentNames(ModelLookup other) {
        Set<String> different = new LinkedHashSet<>();
        if (this != other) {
            names.addDifferent(other.names, different);
            if (!different.isEmpty() || !keys().equals(other.keys())) {
                different.add(Catalog.ANY_NAME);
            }
            addChanged(other, different);
            other.addChanged(this, different);
        }
        return different;
    }

    /** Adds the names of the models whose data differs from that of another lookup. */
    private void addChanged(ModelLookup other, Set<String> names) {
        entries.forEach((path, models) -> {
            List<ModelEntry> others = other.entries.getOrDefault(path, List.of());
            Map<String, ModelEntry> othersByKey = other.entriesByKey.getOrDefault(path, Map.of());
            for (ModelEntry model : models) {
                ModelEntry now = othersByKey.get(model.key());
                boolean same = now != null
                        && (model.saysTheSame(now) || others.stream().anyMatch(model::saysTheSame));
                if (!same) {
                    names.addAll(model.names().all());
                }
            }
        });
    }
}
