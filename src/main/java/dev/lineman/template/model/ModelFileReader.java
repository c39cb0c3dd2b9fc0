package dev.lineman.template.model;

import dev.lineman.input.ReadResult;
import dev.lineman.input.yaml.FileProblems;
import dev.lineman.input.yaml.YamlFile;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.input.yaml.YamlReader;
import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Position;
import dev.lineman.template.vendor.VendorEntry;
import dev.lineman.template.vendor.VendorReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of models: the name of a family, values for all its models, and the models, or vendors, or both. It makes
 * every check that needs one file alone; {@link ModelMerge} compares files. One instance reads one file. Not thread-safe.
 */
public final class ModelFileReader {
    private static final String FAMILY = ModelField.FAMILY.key();
    private static final String MODELS = "models";
    private static final List<String> MODULE_KEYS = List.of("count", "keys", "types");
    /** A number from 0 to 9999. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

    private final String path;
    private final FileProblems problems;

    private ModelFileReader(String path) {
        this.path = path;
        this.problems = new FileProblems(path);
    }

    /**
     * Reads one file.
     *
     * @param path the file, below the root
     * @return a document, or errors; never both, so that a file with an error keeps its last good document
     */
    public static ReadResult read(String path, byte[] content, TemplateLayer layer) {
        YamlFile yaml = YamlReader.read(path, content);
        if (!yaml.problems().isEmpty()) {
            return new ReadResult(null, yaml.problems());
        }
        ModelFileReader reader = new ModelFileReader(path);
        ModelFile file = reader.file(yaml.documents(), layer);
        return new ReadResult(reader.problems.hasErrors() ? null : file, reader.problems.all());
    }

    private @Nullable ModelFile file(List<YamlNode> documents, TemplateLayer layer) {
        if (documents.size() != 1 || !(documents.get(0) instanceof YamlNode.Mapping top)) {
            problems.error(
                    documents.get(documents.size() - 1),
                    "a file of models is one mapping with 'family: NAME' and 'models:'");
            return null;
        }
        Map<ModelField, ModelValue> defaults = new EnumMap<>(ModelField.class);
        YamlNode models = null;
        List<VendorEntry> vendors = null;
        for (YamlNode.MappingEntry entry : top.mappingEntries()) {
            String key = entry.key().text();
            if (key.equals(MODELS)) {
                models = entry.value();
            } else if (key.equals(VendorReader.KEY)) {
                vendors = new VendorReader(problems).read(entry.value());
            } else {
                read(entry, true, defaults);
            }
        }
        if (vendors != null && models == null && defaults.isEmpty()) {
            return new ModelFile(path, layer, ModelEntry.of("", position(top), defaults), List.of(), vendors);
        }
        ModelValue family = defaults.get(ModelField.FAMILY);
        if (top.mappingEntries().stream().noneMatch(entry -> entry.key().text().equals(FAMILY))) {
            problems.error(top, "the name of the family is missing: add 'family: NAME'");
        }
        if (!(models instanceof YamlNode.Mapping names)) {
            problems.error(
                    models == null ? top : models,
                    "'models' is a mapping of full names and values, such as 'Yealink T54W: {lines: 16}'");
            return null;
        }
        if (names.mappingEntries().isEmpty()) {
            problems.error(names, "'models' lists no model; add one, such as 'Yealink T54W: {lines: 16}'");
        }
        String name = family == null ? "" : (String) family.value();
        return new ModelFile(
                path,
                layer,
                ModelEntry.of(name, position(top), defaults),
                models(names, defaults),
                vendors == null ? List.of() : vendors);
    }

    private List<ModelEntry> models(YamlNode.Mapping names, Map<ModelField, ModelValue> defaults) {
        List<ModelEntry> models = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (YamlNode.MappingEntry entry : names.mappingEntries()) {
            String name = entry.key().text();
            String key = ModelPattern.normalise(name);
            if (key.isEmpty()) {
                problems.error(entry.key(), "the name of a model has a letter or a digit; write its full name");
            } else if (!seen.add(key)) {
                problems.error(
                        entry.key(),
                        "this model occurs twice in 'models', where case, blanks and punctuation do not matter; remove one");
            }
            Map<ModelField, ModelValue> values = new EnumMap<>(defaults);
            if (entry.value() instanceof YamlNode.Mapping mapping) {
                mapping.mappingEntries().forEach(value -> read(value, false, values));
            } else if (isGiven(entry.value())) {
                problems.error(
                        entry.value(), "a model is a mapping of names and values, such as {lines: 16, keys: 27}");
            }
            models.add(ModelEntry.of(name, position(entry.key()), values));
        }
        return models;
    }

    /**
     * Reads one value.
     *
     * @param top whether the key stands at the top of the file, and not below a model
     */
    private void read(YamlNode.MappingEntry entry, boolean top, Map<ModelField, ModelValue> values) {
        ModelField field = ModelField.of(entry.key().text());
        if (field == null || !allowed(field, top)) {
            problems.error(entry.key(), unknownKey(entry.key().text(), field, top));
            return;
        }
        Object value = isGiven(entry.value()) ? value(field, entry.value()) : null;
        if (value != null) {
            values.put(field, new ModelValue(value, position(entry.value())));
        } else if (field == ModelField.FAMILY && !isGiven(entry.value())) {
            problems.error(entry.key(), "'family' has no name; write the name of the family");
        }
    }

    private static boolean allowed(ModelField field, boolean top) {
        return top ? field.isOfFamily() || field == ModelField.FAMILY : field != ModelField.FAMILY;
    }

    private static String unknownKey(String key, @Nullable ModelField field, boolean top) {
        if (field != null) {
            return "'" + key + "' "
                    + (top ? "belongs to one model; write it below its name" : "belongs to the top of the file");
        }
        List<String> known = new ArrayList<>(Arrays.stream(ModelField.values())
                .filter(one -> allowed(one, top))
                .map(ModelField::key)
                .toList());
        if (top) {
            known.addAll(List.of(MODELS, VendorReader.KEY));
        }
        return "unknown key '" + key + "' in a " + (top ? "file of models" : "model") + NearestName.hint(key, known);
    }

    private @Nullable Object value(ModelField field, YamlNode node) {
        String key = field.key();
        return switch (field.form()) {
            case TEXT -> text(key, node);
            case NUMBER -> number(key, node);
            case NAMES -> names(key, node);
            case CHOICE -> choice(field, node);
            case CHOICES -> choices(field, node);
            case MODULES -> modules(node);
        };
    }

    /** Reads a text that is not empty and is no reference. */
    private @Nullable String text(String key, YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.tag() != YamlNode.Tag.TEXT) {
            problems.error(node, "'" + key + "' is a text");
            return null;
        }
        String text = scalar.text().strip();
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            problems.error(node, "'" + key + "' is a text of one line that is not empty");
            return null;
        }
        return text;
    }

    private @Nullable Integer number(String key, YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar
                && scalar.tag() == YamlNode.Tag.TEXT
                && NUMBER.matcher(scalar.text()).matches()) {
            return Integer.valueOf(scalar.text());
        }
        problems.error(
                node,
                "'" + key + "' is a number from 0 to 9999"
                        + (node instanceof YamlNode.Scalar scalar ? ", not '" + scalar.text() + "'" : ""));
        return null;
    }

    /** Reads a list of texts. Items with an error are left out, and the file is not used. */
    private @Nullable List<String> list(String key, YamlNode node, String example) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            problems.error(node, "'" + key + "' is a list, such as " + example);
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            String text = text(key, item);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    private @Nullable List<String> names(String key, YamlNode node) {
        List<String> names = list(key, node, "[SIP-T54W, T54]");
        for (String name : names == null ? List.<String>of() : names) {
            if (ModelPattern.normalise(name).isEmpty()) {
                problems.error(node, "the alias '" + name + "' has no letter and no digit; remove it");
            }
        }
        return names;
    }

    private @Nullable String choice(ModelField field, YamlNode node) {
        String text = text(field.key(), node);
        return text == null || check(field, text, node) ? text : null;
    }

    private @Nullable List<String> choices(ModelField field, YamlNode node) {
        List<String> words = list(field.key(), node, field.choices().toString());
        return words == null || words.stream().allMatch(word -> check(field, word, node)) ? words : null;
    }

    /** Reports a word that a field does not have. */
    private boolean check(ModelField field, String word, YamlNode at) {
        if (field.choices().contains(word)) {
            return true;
        }
        String nearest = NearestName.hint(word, field.choices());
        problems.error(
                at,
                "'" + word + "' is no value of '" + field.key() + "'"
                        + (nearest.isEmpty() ? "; it has " + String.join(", ", field.choices()) : nearest));
        return false;
    }

    private @Nullable ModelModules modules(YamlNode node) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            problems.error(node, "'modules' is a mapping, such as {count: 3, keys: 18}");
            return null;
        }
        Integer count = null;
        Integer keys = null;
        Map<String, Integer> types = new LinkedHashMap<>();
        for (YamlNode.MappingEntry entry : mapping.mappingEntries()) {
            String key = entry.key().text();
            switch (key) {
                case "count" -> count = number(key, entry.value());
                case "keys" -> keys = number(key, entry.value());
                case "types" -> readTypes(entry.value(), types);
                default ->
                    problems.error(
                            entry.key(), "unknown key '" + key + "' in 'modules'" + NearestName.hint(key, MODULE_KEYS));
            }
        }
        if (count == null || (count > 0 && (keys == null) == types.isEmpty())) {
            problems.error(
                    node,
                    "'modules' needs 'count', the number of modules, and either 'keys', the keys of one module, or 'types',"
                            + " such as {EXP43: 60, EXP50: 60}");
            return null;
        }
        Integer usual = types.values().stream().findFirst().orElse(keys);
        return new ModelModules(count, usual == null ? 0 : usual, types);
    }

    /** Reads the types of modules and their keys. */
    private void readTypes(YamlNode node, Map<String, Integer> types) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            problems.error(
                    node, "'types' is a mapping of types of modules and their keys, such as {EXP43: 60, EXP50: 60}");
            return;
        }
        for (YamlNode.MappingEntry entry : mapping.mappingEntries()) {
            Integer keys = number(entry.key().text(), entry.value());
            if (keys != null) {
                types.put(entry.key().text(), keys);
            }
        }
    }

    private static boolean isGiven(YamlNode node) {
        return !(node instanceof YamlNode.Scalar scalar) || scalar.given();
    }

    private Position position(YamlNode node) {
        return new Position(path, node.line(), node.column());
    }
}
