package dev.lineman.agent;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** Which build of the program this is. */
final class Build {
    private Build() {}

    /** What no two builds have in common; null where the program runs from no jar, and nobody can tell. */
    static @Nullable String identity() {
        CodeSource source = Build.class.getProtectionDomain().getCodeSource();
        try {
            Path jar = source == null ? null : Path.of(source.getLocation().toURI());
            return jar == null || !Files.isRegularFile(jar)
                    ? null
                    : Files.size(jar) + " " + Files.getLastModifiedTime(jar);
        } catch (IOException | URISyntaxException e) {
            return null;
        }
    }
}
