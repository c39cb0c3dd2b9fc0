package dev.lineman.command.schema;

import static dev.lineman.command.schema.ValueSchemas.anyOf;
import static dev.lineman.command.schema.ValueSchemas.asTyped;
import static dev.lineman.command.schema.ValueSchemas.described;
import static dev.lineman.command.schema.ValueSchemas.offering;
import static dev.lineman.command.schema.ValueSchemas.text;
import static dev.lineman.command.schema.ValueSchemas.types;

import dev.lineman.command.schema.TemplateVocabulary.OptionVocabulary;
import dev.lineman.command.schema.TemplateVocabulary.VariableVocabulary;
import dev.lineman.inventory.extension.BuiltInNames;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.template.constraint.ValueRule;
import dev.lineman.template.header.TypedSetting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * JSON Schemas of what templates offer: models, options with their values, variables with their types. Phones of one
 * file can have different templates, so a value is valid if one template takes it. A value behind {@code !secret} or
 * {@code !env} is not known, and an editor shows its name like text: where references are possible, one word is valid.
 */
final class OfferSchemas {
    /** Stands between the characters of a model's name, where blanks and punctuation do not matter. */
    private static final String IGNORED = "[\\W_]*";

    /** The names that {@code vars} cannot set. */
    private static final String BUILT_IN = "^(?:" + NamePattern.anyCase(BuiltInNames.OF_PHONE) + "|(?:"
            + NamePattern.anyCase(BuiltInNames.OF_ACCOUNT) + ")[0-9]{2}|"
            + NamePattern.anyCase(List.of("ext_")) + "[0-9]{2}" + NamePattern.anyCase(List.of("_enabled")) + ")$";

    private final TemplateVocabulary vocabulary;
    private final boolean anyModel;

    /**
     * Makes the schemas of a vocabulary.
     *
     * @param anyModel whether a {@code template} in the defaults gives phones any model, so that each name can be right
     */
    OfferSchemas(TemplateVocabulary vocabulary, boolean anyModel) {
        this.vocabulary = vocabulary;
        this.anyModel = anyModel;
    }

    Collection<String> models() {
        return vocabulary.modelNames();
    }

    Collection<String> codecs() {
        return vocabulary.codecs();
    }

    Collection<String> networks() {
        return vocabulary.networks();
    }

    Collection<String> keyTypes() {
        return vocabulary.keyTypes();
    }

    /** The names of all models, in any spelling. */
    JsonObject model() {
        String known = '^' + IGNORED + "(?:" + NamePattern.anyCase(vocabulary.modelKeys(), IGNORED) + ")$";
        return offering(models(), anyModel ? ValueSchemas.TEXT : known);
    }

    /** The names of all phone templates, with and without extension. */
    JsonObject template() {
        return template(vocabulary.templates());
    }

    /** The names of all site templates, with and without extension. */
    JsonObject siteTemplate() {
        return template(vocabulary.siteTemplates());
    }

    private static JsonObject template(Collection<String> keys) {
        String names = NamePattern.exactly(keys);
        String extension = "(?:(?:\\.[Pp][Hh]|\\.[Ff][Xx][Ss])?\\.[Xx][Mm][Ll])?";
        return offering(keys, "^\\s*" + names + extension + "\\s*$");
    }

    /** A mapping with all options. In a name and in a value, case does not matter. */
    JsonObject options() {
        JsonObject properties = new JsonObject();
        vocabulary.options().forEach((name, option) -> properties.put(name, option(option)));
        JsonObject mapping = types("object", "null").with("properties", properties);
        if (!properties.isEmpty()) {
            String otherCase = "^(?!" + NamePattern.exactly(properties.keySet()) + "$)(?:"
                    + NamePattern.anyCase(properties.keySet()) + ")$";
            mapping.put("patternProperties", new JsonObject().with(otherCase, text()));
        }
        return mapping.with("additionalProperties", false);
    }

    private static JsonObject option(OptionVocabulary option) {
        String others = "^(?:" + ValueSchemas.REFERENCE + '|' + NamePattern.anyCase(option.identifiers()) + ")?$";
        return described(
                "default: " + String.join(" or ", option.defaults()), offering(asTyped(option.offered()), others));
    }

    /** A mapping with the variables that templates declare or read, and any others. */
    JsonObject variables() {
        JsonObject properties = new JsonObject();
        for (Map.Entry<String, VariableVocabulary> entry :
                vocabulary.variables().entrySet()) {
            properties.put(entry.getKey(), variable(entry.getValue()));
        }
        return types("object", "null")
                .with("properties", properties)
                .with("patternProperties", new JsonObject().with(BUILT_IN, false))
                .with("additionalProperties", text())
                .with("propertyNames", new JsonObject().with("pattern", "^[\\p{L}\\p{N}_.:-]+$"));
    }

    /** A mapping with vendor parameters, and with families that have such mappings. */
    JsonObject settings() {
        JsonObject value = types("string", "number", "boolean", "array", "null")
                .with("pattern", ValueSchemas.TEXT)
                .with("items", text());
        JsonObject families = new JsonObject();
        vocabulary
                .families()
                .forEach(family -> families.put(family, types("object", "null").with("additionalProperties", value)));
        return types("object", "null").with("properties", families).with("additionalProperties", value);
    }

    private static JsonObject variable(VariableVocabulary variable) {
        List<String> words = variable.declared().stream()
                .map(TypedSetting::rule)
                .map(ValueRule::description)
                .distinct()
                .toList();
        if (words.isEmpty()) {
            return text();
        }
        String defaults = variable.declared().stream()
                .map(TypedSetting::defaultValue)
                .filter(value -> value != null && !value.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(" or "));
        String description = String.join(", or ", words) + (defaults.isEmpty() ? "" : " (default: " + defaults + ')');
        List<JsonObject> rules = new ArrayList<>();
        if (!variable.free()) {
            variable.declared().stream()
                    .map(TypedSetting::rule)
                    .map(RuleSchemas::of)
                    .distinct()
                    .forEach(rules::add);
        }
        return described(
                description,
                rules.isEmpty() ? text() : rules.size() == 1 ? rules.get(0) : anyOf(rules.toArray(JsonObject[]::new)));
    }
}
