package dev.lineman.template;

import static java.util.Objects.requireNonNull;

import dev.lineman.input.DocumentReader.Interest;
import dev.lineman.template.model.ModelEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The models of the project's own templates. */
public final class OwnModels {
    private OwnModels() {}

    /** The catalog of the project's own templates and model files. */
    public static Catalog catalog() throws IOException {
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

    /** The models of a template, by its path. */
    public static List<ModelEntry> of(String template) throws IOException {
        Catalog catalog = catalog();
        return catalog.models(requireNonNull(catalog.template(template)));
    }
}
