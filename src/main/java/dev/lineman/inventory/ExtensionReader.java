package dev.lineman.inventory;

import dev.lineman.source.Document;
import dev.lineman.source.Reading;
import dev.lineman.yaml.Node;
import dev.lineman.yaml.YamlFile;
import dev.lineman.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads extension files and {@code _defaults.yaml}. Everything that can be told from the file alone is checked
 * here; what depends on other files is told by the {@link Inventory} and when a phone is resolved. Thread-safe.
 */
public final class ExtensionReader {
    private final FieldsReader fields = new FieldsReader();

    /** Whether the file of this path holds YAML. */
    public static boolean wants(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** Reads one file; {@code path} is below the root. */
    public Reading read(String path, byte[] content) {
        YamlFile yaml = YamlReader.read(path, content);
        if (!yaml.problems().isEmpty()) {
            return new Reading(null, yaml.problems());
        }
        FileProblems problems = new FileProblems(path);
        if (Defaults.isMisnamed(path)) {
            problems.error(yaml.documents().get(0), "rename this file: defaults are in " + Defaults.FILE_NAME);
            return new Reading(null, problems.all());
        }
        Document document = Defaults.isDefaults(path)
                ? defaults(yaml.documents(), problems)
                : new ExtensionFile(path, entries(yaml.documents(), problems));
        return new Reading(problems.none() ? document : null, problems.all());
    }

    private List<Fields> entries(List<Node> documents, FileProblems problems) {
        List<Fields> entries = new ArrayList<>();
        for (Node document : documents) {
            List<Node> nodes = document instanceof Node.Sequence list ? list.items() : List.of(document);
            for (Node node : nodes) {
                if (node instanceof Node.Mapping mapping) {
                    entries.add(entry(mapping, problems));
                } else {
                    problems.error(
                            node, "an extension is expected here: a mapping that begins with 'extension: NUMBER'");
                }
            }
        }
        return entries;
    }

    private Fields entry(Node.Mapping mapping, FileProblems problems) {
        Fields entry = fields.read(mapping, ExtensionField.Scope.EXTENSION, problems);
        if (!FieldsReader.gives(mapping, "extension") || "".equals(entry.text("extension"))) {
            problems.error(mapping, "the number is missing: add 'extension: NUMBER'");
        }
        return entry;
    }

    private @Nullable Document defaults(List<Node> documents, FileProblems problems) {
        if (documents.size() != 1 || !(documents.get(0) instanceof Node.Mapping mapping)) {
            problems.error(
                    documents.get(documents.size() - 1), "defaults are one mapping, for example 'pbx_ip: 10.0.0.1'");
            return null;
        }
        return Defaults.of(problems.file(), fields.read(mapping, ExtensionField.Scope.DEFAULTS, problems));
    }
}
