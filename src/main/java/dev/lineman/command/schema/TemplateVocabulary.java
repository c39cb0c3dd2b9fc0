package dev.lineman.command.schema;

import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.render.Renderer;
import dev.lineman.render.content.VariableReads;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.header.ChoiceOption;
import dev.lineman.template.header.CodecPriority;
import dev.lineman.template.header.Header;
import dev.lineman.template.header.OptionOffer;
import dev.lineman.template.header.TypedSetting;
import dev.lineman.template.key.KeyKind;
import dev.lineman.template.key.StandardKeyType;
import dev.lineman.template.key.TemplateKeyTypes;
import dev.lineman.template.model.ModelEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What all templates of a catalog offer, under the names that extension files use. The schemas are made from it.
 * Sorted by name, so that the same templates give the same schema. Immutable after it is made.
 */
final class TemplateVocabulary {
    /** Compiles the text of each template once per process. */
    private static final Renderer RENDERER = new Renderer();

    private final Set<String> modelNames = new TreeSet<>();
    private final Set<String> modelKeys = new TreeSet<>();
    private final Set<String> templates = new TreeSet<>();
    private final Set<String> siteTemplates = new TreeSet<>();
    private final Map<String, OptionVocabulary> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, VariableVocabulary> variables = new TreeMap<>();
    private final Set<String> codecs = new TreeSet<>();
    private final Set<String> keyTypes = new TreeSet<>(StandardKeyType.keys());
    private final Set<String> networks = new TreeSet<>();
    private final Set<String> families = new TreeSet<>();

    /**
     * One option, as all templates together offer it.
     *
     * @param offered the values, as messages list them
     * @param identifiers all texts that name a value
     * @param defaults the values of a phone that picks none, in the order of the templates
     */
    record OptionVocabulary(Set<String> offered, Set<String> identifiers, Set<String> defaults) {}

    /**
     * One variable of {@code vars}.
     *
     * @param declared what the templates that declare it allow
     * @param free whether another template reads it too, so that any value can be right
     */
    record VariableVocabulary(List<TypedSetting> declared, boolean free) {}

    TemplateVocabulary(Catalog catalog) {
        for (ModelEntry model : catalog.models()) {
            modelNames.add(model.name());
            modelKeys.addAll(model.names().all());
        }
        catalog.siteTemplates().forEach(template -> siteTemplates.add(template.key()));
        List<Template> sorted = new ArrayList<>(catalog.phoneTemplates());
        sorted.sort(Comparator.comparing(Template::path));
        for (Template template : sorted) {
            templates.add(template.key());
            String fileName = template.key().substring(template.key().lastIndexOf('/') + 1);
            Stream.of(template.name(), template.description(), fileName)
                    .map(ModelPattern::normalise)
                    .filter(key -> !key.isEmpty())
                    .forEach(modelKeys::add);
            Header header = template.header();
            header.options().forEach(this::add);
            header.codecs().stream()
                    .map(CodecPriority::options)
                    .flatMap(Collection::stream)
                    .map(ChoiceOption::displayName)
                    .forEach(codecs::add);
            for (KeyKind kind : KeyKind.values()) {
                TemplateKeyTypes types = header.keyTypes(kind);
                keyTypes.addAll(types == null ? List.of() : types.names());
            }
            families.addAll(header.families());
            if (header.networks() != null) {
                networks.addAll(header.networks());
            }
            addVariables(header, RENDERER.variableReads(template, catalog));
        }
    }

    private void add(OptionOffer offer) {
        OptionVocabulary known = options.computeIfAbsent(
                offer.name(),
                name -> new OptionVocabulary(new LinkedHashSet<>(), new TreeSet<>(), new LinkedHashSet<>()));
        known.offered().addAll(offer.valueNames());
        known.identifiers().addAll(offer.identifiers());
        known.defaults().add(offer.defaultValue());
    }

    private void addVariables(Header header, VariableReads reads) {
        header.settings().forEach((name, setting) -> {
            VariableVocabulary known = variables.get(name);
            List<TypedSetting> declared = new ArrayList<>(known == null ? List.of() : known.declared());
            declared.add(setting);
            variables.put(name, new VariableVocabulary(List.copyOf(declared), known != null && known.free()));
        });
        Set<String> undeclared = new TreeSet<>(reads.givenNames(header));
        undeclared.removeAll(header.settings().keySet());
        for (String name : undeclared) {
            VariableVocabulary known = variables.get(name);
            variables.put(name, new VariableVocabulary(known == null ? List.of() : known.declared(), true));
        }
    }

    /** The full names of the models. */
    Set<String> modelNames() {
        return modelNames;
    }

    /** The normalised texts that find a template by its model. */
    Set<String> modelKeys() {
        return modelKeys;
    }

    /** The names of the phone templates: their paths below {@code templates/phones}, without extension. */
    Set<String> templates() {
        return templates;
    }

    /** The names of the site templates: their paths below {@code templates/site}, without extension. */
    Set<String> siteTemplates() {
        return siteTemplates;
    }

    /** The options by name. */
    Map<String, OptionVocabulary> options() {
        return options;
    }

    /** The variables that templates declare or read, by name in lower case. */
    Map<String, VariableVocabulary> variables() {
        return variables;
    }

    Set<String> codecs() {
        return codecs;
    }

    /** The standard types of keys, and those of templates. */
    Set<String> keyTypes() {
        return keyTypes;
    }

    Set<String> networks() {
        return networks;
    }

    /** The names of phones in {@code settings}. */
    Set<String> families() {
        return families;
    }
}
