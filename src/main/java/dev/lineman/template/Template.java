package dev.lineman.template;

import dev.lineman.collection.Deferred;
import dev.lineman.input.Document;
import dev.lineman.template.header.Header;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.TemplateLayer;
import dev.lineman.template.parameter.ParameterFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template file, as {@link TemplateReader} reads it. Immutable.
 *
 * @param path below the root, with {@code /}
 * @param layer where the file comes from
 * @param kind from the folder of the file
 * @param name from the header; empty if it has none
 * @param description from the header; empty if it has none
 * @param models those that the template lists itself, in document order
 * @param body the rest. For a built-in template it is read when something asks for it: most roots use few of them
 */
public record Template(
        String path,
        TemplateLayer layer,
        TemplateKind kind,
        String name,
        String description,
        List<ModelEntry> models,
        Deferred<TemplateBody> body)
        implements Document {
    /** The longest first: {@code a.ph.xml} loses all of {@code .ph.xml}. */
    private static final List<String> EXTENSIONS = List.of(".ph.xml", ".fxs.xml", ".xml");

    /** The folder of variants, below the folder of a kind. */
    private static final String VARIANTS = "variants/";

    public Template {
        models = List.copyOf(models);
    }

    /** Compares the body last, so that different templates are told apart without reading them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof Template that
                        && path.equals(that.path)
                        && layer == that.layer
                        && kind == that.kind
                        && name.equals(that.name)
                        && description.equals(that.description)
                        && models.equals(that.models)
                        && body.equals(that.body));
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    /** Choices for phones, and values from the template. */
    public Header header() {
        return body.get().header();
    }

    /** The files that the template makes, in document order over all devices. */
    public List<DeviceConfig> configs() {
        return body.get().configs();
    }

    /**
     * The path below the folder of its kind, without extension: {@code snom/snom320}. The key {@code template}
     * names a template this way.
     */
    public String key() {
        return withoutExtension(path.substring(kind.folder().length()));
    }

    /** Whether the file is below {@code variants/}: such a template names no models, and applies where it is chosen. */
    public boolean isVariant() {
        return isVariant(key());
    }

    /** Whether a {@link #key()} is that of a variant. */
    public static boolean isVariant(String key) {
        return key.startsWith(VARIANTS);
    }

    /** Whether the template applies only where an input chooses it: a variant, or a built-in site template. */
    public boolean isOnlyWhereChosen() {
        return isVariant() || (kind == TemplateKind.SITE && layer == TemplateLayer.BUILT_IN);
    }

    /** How the files take the vendor parameters of {@code settings}; null if none does. */
    public @Nullable ParameterFormat parameterFormat() {
        for (DeviceConfig config : configs()) {
            if (config.parameterFormat() != null && config.allowDownload()) {
                return config.parameterFormat();
            }
        }
        return null;
    }

    /** The {@link #key()} that an input means with a text, which may have the extension too. */
    public static String keyOf(String text) {
        return withoutExtension(text.strip());
    }

    /** The name of its only model if it has no models: the name in the header, or else that of the file. */
    String ownName() {
        return name.isEmpty() ? fileName() : name;
    }

    /** The file's name, without folders and extension. */
    String fileName() {
        return withoutExtension(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Removes {@code .ph.xml}, {@code .fxs.xml} or {@code .xml} from a path, in any case of letters. */
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
