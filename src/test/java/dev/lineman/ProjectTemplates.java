package dev.lineman;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The project's own templates, as templates of a root. */
public final class ProjectTemplates {
    private ProjectTemplates() {}

    /** Copies the folder {@code templates} into a root. */
    public static void copyTo(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("templates"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = root.resolve(file.toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
