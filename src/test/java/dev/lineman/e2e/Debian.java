package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of other people that a test drives. */
final class Debian {
    /** Set where such a program must be there, so that a test is not passed over without anybody noticing. */
    private static final boolean REQUIRED = Boolean.getBoolean("programs.required");

    private Debian() {}

    /** Where a program is. Where it is not, the test is skipped, or fails where programs are required. */
    static Path program(String name, String debianPackage) {
        String folders = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
        Optional<Path> found = Stream.of(folders.split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        String why = "it needs " + name + " of Debian's package " + debianPackage;
        if (REQUIRED) {
            assertThat(found).as(why).isPresent();
        }
        assumeTrue(found.isPresent(), why);
        return found.orElseThrow();
    }
}
