package dev.lineman.inventory.extension.reader;

import dev.lineman.input.Document;
import dev.lineman.input.DocumentReader;
import dev.lineman.input.InputPaths;
import dev.lineman.input.ReadResult;
import dev.lineman.input.yaml.FileProblems;
import dev.lineman.input.yaml.YamlFile;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.input.yaml.YamlReader;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads extension files and {@code _defaults.yaml}. It makes every check that needs one file alone. {@link
 * Inventory} and the resolver make the checks that need other files. The input reader calls it for each changed
 * file. Thread-safe.
 */
public final class ExtensionReader {
    private final FieldValuesReader fields = new FieldValuesReader();
    private final ContactReader contactReader = new ContactReader(fields);

    /** Whether a path has an ending of YAML files, in any case. */
    public static boolean isYamlFile(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** Returns how to treat a file in a folder of YAML files, by its name. */
    public static DocumentReader.Interest interest(String path) {
        return isYamlFile(path)
                ? DocumentReader.Interest.READ
                : InputPaths.isDocumentation(path) ? DocumentReader.Interest.IGNORE : DocumentReader.Interest.UNREAD;
    }

    /** Reads a file that has no last good version. */
    public ReadResult read(String path, byte[] content) {
        return read(path, content, null);
    }

    /**
     * Reads one file.
     *
     * @param path the file, below the root
     * @param content the bytes of the file, which the caller must not change
     * @param last the last good version of the file, to read only what differs; null if there is none
     * @return a document, or errors; never both, so that a file with an error keeps its last good document. Warnings
     *     can come with either
     */
    public ReadResult read(String path, byte[] content, @Nullable Document last) {
        if (!FolderDefaults.isMisnamed(path) && !FolderDefaults.isDefaults(path)) {
            ReadResult bySections = SectionReader.read(path, content, last, this::read);
            if (bySections != null) {
                return bySections;
            }
        }
        return readWhole(path, content);
    }

    /** Reads a file as a whole. */
    ReadResult readWhole(String path, byte[] content) {
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
                : extensions(yaml.documents(), problems);
        return new ReadResult(problems.hasErrors() ? null : document, problems.all());
    }

    private ExtensionFile extensions(List<YamlNode> documents, FileProblems problems) {
        List<FieldValues> entries = new ArrayList<>();
        List<FieldValues> contacts = new ArrayList<>();
        read(documents, entries, contacts, problems);
        return new ExtensionFile(problems.file(), entries, contacts, null);
    }

    /** Reads extensions and contacts: each YAML document is one of them, or a list of them. */
    private void read(
            List<YamlNode> documents, List<FieldValues> entries, List<FieldValues> contacts, FileProblems problems) {
        for (YamlNode document : documents) {
            List<YamlNode> nodes = document instanceof YamlNode.Sequence list ? list.items() : List.of(document);
            for (YamlNode node : nodes) {
                if (!(node instanceof YamlNode.Mapping mapping)) {
                    problems.error(
                            node,
                            "an extension is expected here: a mapping that begins with 'extension: NUMBER', or a contact:"
                                    + " 'contact: {…}'");
                } else if (ContactReader.isContact(mapping)) {
                    contactReader.add(mapping, contacts, problems);
                } else {
                    entries.add(entry(mapping, problems));
                }
            }
        }
    }

    /** Reads one extension. Only its number is mandatory here; defaults may give the rest. */
    private FieldValues entry(YamlNode.Mapping mapping, FileProblems problems) {
        FieldValues entry = fields.read(mapping, ExtensionField.FieldScope.EXTENSION, problems);
        if (!FieldValuesReader.hasValue(mapping, "extension") || "".equals(entry.text("extension"))) {
            problems.error(mapping, "the number is missing: add 'extension: NUMBER'");
        }
        return entry;
    }

    /** Reads a {@code _defaults.yaml}: exactly one mapping. */
    private @Nullable Document defaults(List<YamlNode> documents, FileProblems problems) {
        if (documents.size() != 1 || !(documents.get(0) instanceof YamlNode.Mapping mapping)) {
            problems.error(
                    documents.get(documents.size() - 1), "defaults are one mapping, for example 'pbx_ip: 10.0.0.1'");
            return null;
        }
        return FolderDefaults.of(problems.file(), fields.read(mapping, ExtensionField.FieldScope.DEFAULTS, problems));
    }
}
