package dev.lineman.inventory.extension;

import dev.lineman.input.Document;
import dev.lineman.input.ReadResult;
import dev.lineman.input.yaml.YamlFile;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.input.yaml.YamlReader;
import dev.lineman.inventory.Inventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads extension files and {@code _defaults.yaml}. Everything that can be told from the file alone is checked
 * here; what depends on other files is told by the {@link Inventory} and when a phone is resolved. Thread-safe.
 */
public final class ExtensionReader {
    private final FieldValuesReader fields = new FieldValuesReader();

    /** Whether the file of this path holds YAML. */
    public static boolean isYamlFile(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** Reads one file; {@code path} is below the root. */
    public ReadResult read(String path, byte[] content) {
        YamlFile yaml = YamlReader.read(path, content);
        if (!yaml.problems().isEmpty()) {
            return new ReadResult(null, yaml.problems());
        }
        FileProblems problems = new FileProblems(path);
        if (FolderDefaults.isMisnamed(path)) {
            problems.error(yaml.documents().get(0), "rename this file: defaults are in " + FolderDefaults.FILE_NAME);
            return new ReadResult(null, problems.all());
        }
        Document document = FolderDefaults.isDefaults(path)
                ? defaults(yaml.documents(), problems)
                : new ExtensionFile(path, entries(yaml.documents(), problems));
        return new ReadResult(problems.isEmpty() ? document : null, problems.all());
    }

    private List<FieldValues> entries(List<YamlNode> documents, FileProblems problems) {
        List<FieldValues> entries = new ArrayList<>();
        for (YamlNode document : documents) {
            List<YamlNode> nodes = document instanceof YamlNode.Sequence list ? list.items() : List.of(document);
            for (YamlNode node : nodes) {
                if (node instanceof YamlNode.Mapping mapping) {
                    entries.add(entry(mapping, problems));
                } else {
                    problems.error(
                            node, "an extension is expected here: a mapping that begins with 'extension: NUMBER'");
                }
            }
        }
        return entries;
    }

    private FieldValues entry(YamlNode.Mapping mapping, FileProblems problems) {
        FieldValues entry = fields.read(mapping, ExtensionField.FieldScope.EXTENSION, problems);
        if (!FieldValuesReader.hasValue(mapping, "extension") || "".equals(entry.text("extension"))) {
            problems.error(mapping, "the number is missing: add 'extension: NUMBER'");
        }
        return entry;
    }

    private @Nullable Document defaults(List<YamlNode> documents, FileProblems problems) {
        if (documents.size() != 1 || !(documents.get(0) instanceof YamlNode.Mapping mapping)) {
            problems.error(
                    documents.get(documents.size() - 1), "defaults are one mapping, for example 'pbx_ip: 10.0.0.1'");
            return null;
        }
        return FolderDefaults.of(problems.file(), fields.read(mapping, ExtensionField.FieldScope.DEFAULTS, problems));
    }
}
