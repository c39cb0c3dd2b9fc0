package dev.lineman.template;

import static java.util.Objects.requireNonNull;

import dev.lineman.input.DocumentReader.Interest;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The models of the project's own templates. */
public final class OwnModels {
    private static @Nullable Catalog catalog;

    private OwnModels() {}

    /** The catalog of the project's own templates and model files. All tests share it. */
    public static synchronized Catalog catalog() throws IOException {
        Catalog read = catalog == null ? read() : catalog;
        catalog = read;
        return read;
    }

    private static Catalog read() throws IOException {
        TemplateReader reader = new TemplateReader();
        Catalog catalog = Catalog.EMPTY;
        try (Stream<Path> files = Files.walk(Path.of("templates"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> reader.interest(path.toString()) == Interest.READ)
                    .sorted()
                    .toList()) {
                catalog = catalog.with(
                        file.toString(),
                        requireNonNull(reader.read(file.toString(), Files.readAllBytes(file))
                                .document()));
            }
        }
        return catalog;
    }

    /** The paths of the phone templates, in order. */
    public static List<String> phoneTemplates() throws IOException {
        return catalog().phoneTemplates().stream().map(Template::path).sorted().toList();
    }

    /** The models of a template, by its path. */
    public static List<ModelEntry> of(String template) throws IOException {
        return catalog().models(requireNonNull(catalog().template(template)));
    }

    /** A number of a model; 0 if it is not known. */
    public static int number(ModelEntry model, ModelField field) {
        Integer number = model.number(field);
        return number == null ? 0 : number;
    }
}
