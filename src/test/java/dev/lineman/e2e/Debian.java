package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of Debian, and of npm, that tests use. */
final class Debian {
    /** Set in builds in which a missing program is an error, so that no test is skipped unnoticed. */
    private static final boolean REQUIRED = Boolean.getBoolean("programs.required");

    private static final Path LIBRARIES = Path.of("/usr/lib");

    private Debian() {}

    /** Returns the path of a program. If it is missing, skips the test, or fails where programs are required. */
    static Path program(String name, String debianPackage) {
        String folders = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
        Optional<Path> found = Stream.of(folders.split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        return required(found, name, "Debian's package " + debianPackage);
    }

    /** Returns the path of a Kamailio module, in the same way. */
    static Path kamailioModule(String name, String debianPackage) throws IOException {
        Optional<Path> found = Optional.empty();
        if (Files.isDirectory(LIBRARIES)) {
            try (Stream<Path> architectures = Files.list(LIBRARIES)) {
                found = architectures
                        .map(folder -> folder.resolve("kamailio/modules").resolve(name))
                        .filter(Files::exists)
                        .findFirst();
            }
        }
        return required(found, name, "Debian's package " + debianPackage);
    }

    /** Returns a file that a build installs before its tests, in the same way. */
    static Path file(Path path, String origin) {
        return required(
                Optional.of(path).filter(Files::exists), path.getFileName().toString(), origin);
    }

    private static Path required(Optional<Path> found, String name, String origin) {
        String why = "it needs " + name + " of " + origin;
        if (REQUIRED) {
            assertThat(found).as(why).isPresent();
        }
        assumeTrue(found.isPresent(), why);
        return found.orElseThrow();
    }
}
