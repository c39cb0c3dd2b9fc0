package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.OneShotRendering;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A root folder with samples of the repository. */
record FixtureRoot(Path path) {
    /** The file that the phone of the sample gets. */
    static final String JOHN = """
            # First account

            user_pname1$: 100
            user_pass1$: 100
            user_name1$: 100
            user_realname1$: John Doe
            user_host1$: 10.172.0.2
            """;

    /** Copies all samples without generated files. The folder may exist. */
    static FixtureRoot ofSamples(Path folder) throws IOException {
        for (String part : new String[] {"extensions.d", "templates"}) {
            copy(Path.of(part), folder.resolve(part));
        }
        // A developer who ran the agent in the samples has generated files there.
        Files.createDirectories(folder.resolve("out"));
        Files.copy(Path.of("out/.gitignore"), folder.resolve("out/.gitignore"));
        return new FixtureRoot(folder);
    }

    /** Copies only the extension file and the template that the seven lines come from. */
    static FixtureRoot ofOnePhone(Path folder) throws IOException {
        for (String file : new String[] {"extensions.d/100.yaml", "templates/phones/snom320.xml"}) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.copy(Path.of(file), folder.resolve(file));
        }
        return new FixtureRoot(folder);
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    String read(String name) throws IOException {
        return Files.readString(resolve(name));
    }

    /**
     * Writes a file with a rename, so that the agent never sees an empty one. TurmoilIT has writers that write in
     * place.
     */
    FixtureRoot write(String name, String content) throws IOException {
        Path file = resolve(name);
        Files.createDirectories(file.getParent());
        Path whole = Files.writeString(file.resolveSibling("." + file.getFileName() + ".whole"), content);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    /** Returns the extension file of the sample, changed into another extension with a phone of its own. */
    static String extension(int number, String firstName) {
        return """
                extension: %d
                first_name: %s
                last_name: Doe
                auth_id: %d
                auth_password: s%d
                pbx_ip: 10.172.0.2
                phone:
                  mac: %s
                  model: Snom320
                """.formatted(number, firstName, number, number, mac(number));
    }

    static String mac(int number) {
        return String.format("000413%06d", number);
    }

    /** Returns the provisioning files by name. */
    Map<String, String> provisioning() throws IOException {
        return files(resolve("out/provisioning"));
    }

    /** Returns the provisioning files that a first run makes from the current inputs. */
    Map<String, String> renderFromScratch(Path empty) throws Exception {
        return fromScratchWith(empty, Map.of());
    }

    /** Returns the provisioning files that a first run makes from the current inputs without some of them. */
    Map<String, String> fromScratchWith(Path empty, Map<String, String> others) throws Exception {
        copy(resolve("extensions.d"), empty.resolve("extensions.d"));
        copy(resolve("templates"), empty.resolve("templates"));
        for (Map.Entry<String, String> other : others.entrySet()) {
            new FixtureRoot(empty).write(other.getKey(), other.getValue());
        }
        assertThat(OneShotRendering.withBuiltInTemplates(empty).problems()).isEmpty();
        return files(empty.resolve("out/provisioning"));
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    files.put(folder.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return files;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
