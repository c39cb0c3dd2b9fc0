package dev.lineman.inventory.extension.reader;

import dev.lineman.collection.StringPool;
import dev.lineman.input.yaml.FileProblems;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FieldValuesBuilder;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lists of extension files. An item without a value is left out, with a warning if it would be a text. Part of
 * {@link FieldValuesReader}. Thread-safe.
 */
final class ListReader {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d.*");
    /** A number of expansion modules. */
    private static final Pattern COUNT = Pattern.compile("\\d{1,2}");

    private final StringPool texts;

    /** @param texts stores text that several files repeat once */
    ListReader(StringPool texts) {
        this.texts = texts;
    }

    /** Reads a list of text. */
    FieldValues.@Nullable Items texts(String key, YamlNode node, FileProblems problems) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            problems.error(node, "'" + key + "' is a list, such as [PCMA, G722]");
            return null;
        }
        return items(sequence, item -> isEmpty(key, item, problems) ? null : ScalarReader.text(key, item, problems));
    }

    /** Reads a list of names. An empty list means none. */
    FieldValues.@Nullable Items names(String key, YamlNode node, FileProblems problems) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            problems.error(node, "'" + key + "' is a list of names, such as [phonebooks, asterisk]");
            return null;
        }
        return items(sequence, item -> isEmpty(key, item, problems) ? null : ScalarReader.plain(key, item, problems));
    }

    /** Whether an item has no text. Then it has a warning. */
    private static boolean isEmpty(String key, YamlNode item, FileProblems problems) {
        boolean empty = !FieldValuesReader.isGiven(item)
                || (item instanceof YamlNode.Scalar scalar
                        && scalar.tag() == YamlNode.Tag.TEXT
                        && scalar.text().isBlank());
        if (empty) {
            problems.warning(item, "this item of '" + key + "' is empty and has no effect; remove it");
        }
        return empty;
    }

    /** Reads one name, or a list of names without one that occurs twice. */
    @Nullable
    Object nameOrNames(String key, YamlNode node, FileProblems problems) {
        if (node instanceof YamlNode.Mapping) {
            problems.error(node, "'" + key + "' is a name, or a list of names such as [reception, night]");
            return null;
        }
        if (!(node instanceof YamlNode.Sequence sequence)) {
            return ScalarReader.plain(key, node, problems);
        }
        Set<String> seen = new HashSet<>();
        for (YamlNode item : sequence.items()) {
            if (item instanceof YamlNode.Scalar scalar && scalar.given() && !seen.add(scalar.text())) {
                problems.warning(item, "'" + scalar.text() + "' is in '" + key + "' twice; remove one");
            }
        }
        return names(key, node, problems);
    }

    /** Reads the number of expansion modules, the type of one, or a list of types. */
    @Nullable
    Object modules(YamlNode node, FileProblems problems) {
        if (node instanceof YamlNode.Sequence) {
            return names("modules", node, problems);
        }
        String advice = "'modules' is a number from 0 to 99, or a list of types such as [EXP50, EXP50]";
        if (node instanceof YamlNode.Mapping) {
            problems.error(node, advice);
            return null;
        }
        return ScalarReader.plain(
                "modules",
                node,
                problems,
                text -> !NUMBER.matcher(text).matches() || COUNT.matcher(text).matches(),
                advice);
    }

    /** Reads the networks of {@code allow}. An empty list is an error: it could mean all clients or none. */
    FieldValues.@Nullable Items networks(YamlNode node, FileProblems problems) {
        if (!(node instanceof YamlNode.Sequence sequence) || sequence.items().isEmpty()) {
            problems.error(
                    node,
                    "'allow' is a list of networks, such as [10.0.0.0/8]; [0.0.0.0/0, \"::/0\"] allows every client");
            return null;
        }
        return items(sequence, item -> ProvisioningReader.network(item, problems));
    }

    /** Reads a list. An item for which the reader returns null is left out. */
    FieldValues.Items items(YamlNode.Sequence sequence, Function<YamlNode, @Nullable Object> reader) {
        FieldValuesBuilder items = new FieldValuesBuilder(texts);
        sequence.items().forEach(item -> items.add(reader.apply(item), item));
        return items.items();
    }
}
