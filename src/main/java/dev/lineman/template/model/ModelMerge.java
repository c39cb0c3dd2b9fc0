package dev.lineman.template.model;

import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.Problem;
import dev.lineman.template.vendor.PhoneVendors;
import dev.lineman.template.vendor.VendorEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All model files as one: the entries of a model are merged key by key. A file of the root wins over a built-in one.
 * Between two files of one layer, the first by path wins, and a problem names both. The top of a file of the root never
 * changes a built-in model that the file does not list. Immutable.
 */
public final class ModelMerge {
    /** In the order of the files, those of the root first. By {@link ModelEntry#key}. */
    private final Map<String, ModelEntry> merged = new LinkedHashMap<>();
    /** What the files of the root alone say, by {@link ModelEntry#key}. */
    private final Map<String, ModelEntry> ofRoot = new LinkedHashMap<>();
    /** What the built-in files alone say, by {@link ModelEntry#key}. */
    private final Map<String, ModelEntry> builtIn = new LinkedHashMap<>();
    /** The paths of the files of the root that mention a model, by its key. */
    private final Map<String, Set<String>> filesOfRoot = new LinkedHashMap<>();

    private final PhoneVendors vendors;

    private final List<Problem> problems = new ArrayList<>();

    /** Merges files. */
    public ModelMerge(Collection<ModelFile> files) {
        List<ModelFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(ModelFile::layer).thenComparing(ModelFile::path));
        Map<String, ModelEntry> families = new LinkedHashMap<>();
        Map<String, ModelEntry> builtInFamilies = new LinkedHashMap<>();
        List<VendorEntry> vendorsOfRoot = new ArrayList<>();
        List<VendorEntry> builtInVendors = new ArrayList<>();
        for (ModelFile file : sorted) {
            Map<String, ModelEntry> layer = file.layer() == TemplateLayer.ROOT ? ofRoot : builtIn;
            (file.layer() == TemplateLayer.ROOT ? vendorsOfRoot : builtInVendors).addAll(file.vendors());
            String familyKey = ModelPattern.normalise(file.family().name());
            families.merge(familyKey, file.family(), ModelEntry::over);
            if (file.layer() == TemplateLayer.BUILT_IN) {
                builtInFamilies.merge(familyKey, file.family(), ModelEntry::over);
            }
            for (ModelEntry model : file.models()) {
                String key = model.key();
                ModelEntry before = layer.get(key);
                if (before != null) {
                    compare(before, model);
                }
                layer.put(key, before == null ? model : before.over(model));
                if (file.layer() == TemplateLayer.ROOT) {
                    filesOfRoot.computeIfAbsent(key, any -> new TreeSet<>()).add(file.path());
                }
            }
        }
        vendors = new PhoneVendors(vendorsOfRoot, builtInVendors);
        problems.addAll(vendors.problems());
        ofRoot.forEach((key, model) -> {
            ModelEntry below = builtIn.get(key);
            merged.put(
                    key, below == null ? withFamily(model, families) : model.over(withFamily(below, builtInFamilies)));
        });
        builtIn.forEach((key, model) -> merged.putIfAbsent(key, withFamily(model, builtInFamilies)));
    }

    /**
     * Adds the values of the family, such as its template, to a model of another file.
     *
     * @param families the values for all models of a family, by the normalised name of the family
     */
    private static ModelEntry withFamily(ModelEntry model, Map<String, ModelEntry> families) {
        ModelEntry family = families.get(ModelPattern.normalise(model.text(ModelField.FAMILY)));
        return family == null ? model : model.over(family);
    }

    /** Reports each key to which two files of one layer give different values. */
    private void compare(ModelEntry first, ModelEntry second) {
        second.values().forEach((field, value) -> {
            ModelValue counts = first.value(field);
            if (field != ModelField.ALIASES && counts != null && !counts.value().equals(value.value())) {
                problems.add(Problem.error(
                        value.at(),
                        "'" + field.key() + "' of '" + second.name() + "' has another value at " + counts.at()
                                + ", which counts; remove one of them"));
            }
        });
    }

    /** The vendors of all files. */
    public PhoneVendors vendors() {
        return vendors;
    }

    /** All models, those of the root first, in the order of the files. */
    public Collection<ModelEntry> models() {
        return Collections.unmodifiableCollection(merged.values());
    }

    /** What all files together say of a model; null if none mentions it. */
    public @Nullable ModelEntry model(String key) {
        return merged.get(key);
    }

    /** The paths of the files of the root that say something of a model. */
    public Set<String> filesOfRoot(String key) {
        return Collections.unmodifiableSet(filesOfRoot.getOrDefault(key, Set.of()));
    }

    /** The layer that brings a model in: if the program has it, a file of the root only changes it. */
    public TemplateLayer layer(ModelEntry model) {
        return builtIn.containsKey(model.key()) ? TemplateLayer.BUILT_IN : TemplateLayer.ROOT;
    }

    /** The layer of the key {@code template} of a model. */
    public TemplateLayer templateLayer(ModelEntry model) {
        ModelEntry root = ofRoot.get(model.key());
        return root != null && root.value(ModelField.TEMPLATE) != null ? TemplateLayer.ROOT : layer(model);
    }

    /** The layer that gives an alias to a model. */
    public TemplateLayer aliasLayer(String key, String alias) {
        ModelEntry root = ofRoot.get(key);
        return root != null && root.names().aliases().contains(alias) ? TemplateLayer.ROOT : TemplateLayer.BUILT_IN;
    }

    /** The built-in model that has a name, normalised, as its short name or alias; null if there is none. */
    public @Nullable ModelEntry builtInWithName(String name) {
        return builtIn.values().stream()
                .filter(model -> model.names().exclusive().contains(name))
                .findFirst()
                .orElse(null);
    }

    /** The problems of keys with different values. */
    public List<Problem> problems() {
        return Collections.unmodifiableList(problems);
    }
}
