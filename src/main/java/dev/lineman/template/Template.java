package dev.lineman.template;

import dev.lineman.input.Document;
import dev.lineman.problem.Position;
import dev.lineman.template.header.Header;
import java.util.List;

/**
 * A template file. Immutable.
 *
 * @param path below the root, with {@code /}
 * @param name of the header, empty when there is none
 * @param description of the header, empty when there is none
 * @param models in document order
 * @param header what it offers beside its contents
 * @param configs in document order over all devices
 */
public record Template(
        String path,
        TemplateKind kind,
        String name,
        String description,
        List<TemplateModel> models,
        Header header,
        List<DeviceConfig> configs)
        implements Document {
    private static final List<String> EXTENSIONS = List.of(".ph.xml", ".fxs.xml", ".xml");

    public Template {
        models = List.copyOf(models);
        configs = List.copyOf(configs);
    }

    /**
     * A model that the template is for.
     *
     * @param text its name
     * @param ua what its phones call themselves, empty when the template does not say
     */
    public record TemplateModel(String text, String ua, Position at) {}

    /** The path below the folder of its kind and without extension: {@code snom/snom320}. */
    public String key() {
        return withoutExtension(path.substring(kind.folder().length()));
    }

    /** The file's name without folders and extension. */
    String fileName() {
        return withoutExtension(path.substring(path.lastIndexOf('/') + 1));
    }

    /** A template's path without the extension that says what it is. */
    public static String withoutExtension(String path) {
        for (String extension : EXTENSIONS) {
            int stem = path.length() - extension.length();
            if (stem > 0 && path.regionMatches(true, stem, extension, 0, extension.length())) {
                return path.substring(0, stem);
            }
        }
        return path;
    }
}
