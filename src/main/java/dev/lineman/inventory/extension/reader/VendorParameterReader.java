package dev.lineman.inventory.extension.reader;

import dev.lineman.collection.StringPool;
import dev.lineman.input.yaml.FileProblems;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FieldValuesBuilder;
import dev.lineman.inventory.extension.ValueText;
import dev.lineman.inventory.extension.VariableNames;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code settings}: vendor parameters with their values, and families with mappings of parameters. Whether a place
 * can have parameters without a family, which families there are, and which names a format allows depend on the
 * templates. For one mapping, by one thread.
 *
 * @param texts stores text that several files repeat once
 */
record VendorParameterReader(StringPool texts) {
    /**
     * Reads a mapping.
     *
     * @param what the name of the mapping for messages
     * @return null if the node is no mapping
     */
    @Nullable
    FieldValues read(String what, YamlNode node, FileProblems problems) {
        return read(what, node, true, problems);
    }

    private @Nullable FieldValues read(String what, YamlNode node, boolean families, FileProblems problems) {
        YamlNode.Mapping mapping = FieldValuesReader.mapping(what, node, problems);
        if (mapping == null) {
            return null;
        }
        FieldValuesBuilder fields = new FieldValuesBuilder(texts);
        for (YamlNode.MappingEntry entry : mapping.mappingEntries()) {
            String key = entry.key().text();
            if (ValueText.hasControlCharacter(key)) {
                problems.error(entry.key(), "a name in '" + what + "' has a control character; remove it");
            } else if (families && entry.value() instanceof YamlNode.Mapping) {
                FieldValues family = read(key, entry.value(), false, problems);
                fields.put(key, family == null || family.size() == 0 ? null : family, entry.value());
            } else if (FieldValuesReader.isGiven(entry.value())) {
                fields.put(key, value(key, entry.value(), problems), entry.value());
            }
        }
        return fields.fields();
    }

    /** The value of a parameter, or the list of its values. */
    private @Nullable Object value(String key, YamlNode node, FileProblems problems) {
        if (VariableNames.isSecretParameter(key)) {
            ScalarReader.checkWhole(key, node, problems);
        }
        if (!(node instanceof YamlNode.Sequence sequence)) {
            return ScalarReader.text(key, node, problems);
        }
        if (sequence.items().isEmpty()) {
            problems.error(node, "'" + key + "' is an empty list; write \"\" for an empty value, or remove it");
        }
        FieldValuesBuilder items = new FieldValuesBuilder(texts);
        sequence.items().forEach(item -> items.add(ScalarReader.text(key, item, problems), item));
        return items.items();
    }
}
