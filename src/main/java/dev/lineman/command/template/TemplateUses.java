package dev.lineman.command.template;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.input.Document;
import dev.lineman.input.InputPaths;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.render.Renderer;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelFile;
import dev.lineman.template.model.TemplateLayer;
import dev.lineman.template.vendor.VendorEntry;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What each template file of one root is used for: models, sites, and templates that read a fragment. It compiles all
 * templates when it is made. Immutable after that.
 */
public final class TemplateUses {
    /** Compiles the text of each template once per process. */
    private static final Renderer RENDERER = new Renderer();

    private final BuildInputs inputs;

    /** The files of the root. */
    private final Snapshot snapshot;

    /** The templates that apply to each model. */
    private final Set<AppliedTemplate> applied;

    /** The names of the templates that read a fragment, by its path. */
    private final SortedMap<String, SortedSet<String>> readers = new TreeMap<>();

    /**
     * A template that applies to a model.
     *
     * @param template the key of the template
     * @param model the key of the model
     */
    private record AppliedTemplate(String template, String model) {}

    /** Finds what the templates of a root are used for. */
    public TemplateUses(RootTemplates templates) {
        this.inputs = templates.inputs();
        this.snapshot = templates.snapshot();
        this.applied = inputs.catalog().models().stream()
                .map(model -> new AppliedTemplate(model.text(ModelField.TEMPLATE), model.key()))
                .collect(Collectors.toUnmodifiableSet());
        for (TemplateFile file : templates.files()) {
            for (String fragment : fragments(file)) {
                readers.computeIfAbsent(fragment, path -> new TreeSet<>()).add(file.name());
            }
        }
    }

    /** The paths of the fragments that a template reads, also through other fragments. */
    SortedSet<String> fragments(TemplateFile file) {
        Template template = inputs.catalog().template(file.path());
        return template == null ? new TreeSet<>() : FragmentReads.of(template, inputs.catalog(), RENDERER);
    }

    /** Compiles templates, and keeps them. */
    Renderer renderer() {
        return RENDERER;
    }

    /** The document of a file that applies; null if it cannot be read. */
    @Nullable
    Document document(TemplateFile file) {
        Document document = inputs.catalog().document(file.path());
        return document == null && file.own() == null
                ? inputs.catalog().document(ModelFile.id(file.path(), TemplateLayer.BUILT_IN))
                : document;
    }

    /** The full names of the models that use a phone template, or that a model file lists, in the order of the files. */
    public List<String> models(TemplateFile file) {
        Document document = document(file);
        if (document instanceof ModelFile models) {
            return models.models().stream().map(ModelEntry::name).toList();
        }
        return document instanceof Template template && template.kind() == TemplateKind.PHONE
                ? inputs.catalog().models(template).stream()
                        .filter(model -> applies(template, model))
                        .map(ModelEntry::name)
                        .toList()
                : List.of();
    }

    /** Whether phones of a model use a template. They do not if a template of the root takes the model from it. */
    private boolean applies(Template template, ModelEntry model) {
        return applied.contains(new AppliedTemplate(template.key(), model.key()));
    }

    /** The sites that have the files of a site template, sorted; an empty text for the extensions without a site. */
    public List<String> sites(TemplateFile file) {
        return document(file) instanceof Template template && template.kind() == TemplateKind.SITE
                ? inputs.inventory().sites().stream()
                        .filter(site -> inputs.hasSiteTemplate(site, template))
                        .sorted()
                        .toList()
                : List.of();
    }

    /** The names of the templates that read a fragment, sorted. */
    public SortedSet<String> readers(TemplateFile file) {
        return readers.getOrDefault(file.path(), new TreeSet<>());
    }

    /** The folder or file of the root that hides the built-in file at a path, since it cannot be read. */
    private String unreadable(String path) {
        return snapshot.blocked().stream()
                .filter(blocked -> InputPaths.isWithin(blocked, path))
                .findFirst()
                .orElse(path);
    }

    /** What to know about a site template whose files no site has. */
    private String withoutSites(TemplateFile file) {
        return document(file) instanceof Template template && !template.isOnlyWhereChosen()
                ? "on for all sites; there are no extensions yet"
                : "off; turn on with: site_templates: ["
                        + TemplateGroup.withoutExtension(file.group().key(file.path())) + "]";
    }

    /** What a phone template or a model file is for that has no models. */
    private String withoutModels(TemplateFile file) {
        return document(file) instanceof ModelFile models
                ? "vendors: " + models.vendors().stream().map(VendorEntry::name).collect(Collectors.joining(", "))
                : "phones with 'template: " + file.name() + "'";
    }

    /** What a file is for, in words. */
    public String purpose(TemplateFile file) {
        if (document(file) == null) {
            return file.own() == null
                    ? "unknown: cannot read " + unreadable(file.path()) + " of the root; see 'lineman check'"
                    : "cannot be read; see 'lineman check'";
        }
        return switch (file.group()) {
            case PHONE, MODELS -> {
                List<String> models = models(file);
                yield models.isEmpty()
                        ? withoutModels(file)
                        : models.size() + (models.size() == 1 ? " model: " : " models: ") + String.join(", ", models);
            }
            case SITE -> {
                List<String> sites = sites(file).stream()
                        .map(site -> site.isEmpty() ? "extensions without a site" : site)
                        .toList();
                yield sites.isEmpty() ? withoutSites(file) : "on for " + String.join(", ", sites);
            }
            case FRAGMENT -> {
                SortedSet<String> names = readers(file);
                yield names.isEmpty() ? "no template reads it" : "read by " + String.join(", ", names);
            }
        };
    }
}
