package dev.lineman;

import dev.lineman.template.builtin.BuiltInTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The project's own templates: built in, or as templates of a root. */
public final class ProjectTemplates {
    /** The built-in templates. All tests share them, so that each file is parsed once. */
    public static final BuiltInTemplates BUILT_IN = BuiltInTemplates.ofProgram();

    private ProjectTemplates() {}

    /** Copies the folder {@code templates} into a root. */
    public static void copyTo(Path root) throws IOException {
        copy("templates", root);
    }

    /** Turns all site templates on: a built-in one is off until it is chosen, and one of the root is on. */
    public static void turnOnSiteTemplates(Path root) throws IOException {
        copy("templates/site", root);
    }

    private static void copy(String folder, Path root) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = root.resolve(file.toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
