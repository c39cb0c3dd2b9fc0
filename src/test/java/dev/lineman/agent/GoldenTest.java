package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.ProjectTemplates;
import dev.lineman.build.ProgressListener;
import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.command.CommandResult;
import dev.lineman.command.OneShotCommands;
import dev.lineman.fs.FileMode;
import dev.lineman.phonefile.ParameterDifferences;
import dev.lineman.problem.Problem;
import dev.lineman.template.builtin.BuiltInTemplates;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole root folders and their results: {@code golden/<case>} contains the inputs, {@code out} with the expected
 * files, and {@code problems.txt} if there are problems. A case without phone templates uses the project's own.
 */
class GoldenTest {
    private static final Path CASES = Path.of("src/test/resources/golden");
    private static final List<String> INPUTS = List.of("extensions.d", "templates", "secrets.yaml");
    /** A built-in site template is off until it is chosen, and one of the root is on. */
    private static final String POLY_MASTER = "templates/site/poly-master.xml";

    private static final boolean ACCEPT = Boolean.getBoolean("golden.accept");
    private static final String ADVICE = "; if what is new is right, accept it with"
            + " 'mvn test -Dtest=GoldenTest -Dgolden.accept=true', and read the difference before you commit it";

    @TempDir
    Path root;

    static List<String> cases() throws IOException {
        try (Stream<Path> all = Files.list(CASES)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theInputsGiveTheExpectedFilesAndProblems(String name) throws Exception {
        Path golden = CASES.resolve(name);
        for (String input : INPUTS) {
            copy(golden.resolve(input), root.resolve(input));
        }
        boolean ownTemplates = Files.exists(golden.resolve("templates/phones"));
        if (!ownTemplates) {
            Path target = root.resolve(POLY_MASTER);
            Files.createDirectories(target.getParent());
            Files.copy(Path.of(POLY_MASTER), target);
        }
        RuntimeContext runtimeContext = new RuntimeContext(
                InstantSource.system(),
                System::nanoTime,
                Map.of("PBX_HOST", "pbx.example"),
                ownTemplates ? BuiltInTemplates.NONE : ProjectTemplates.BUILT_IN,
                ProgressListener.NONE);
        Path secrets = root.resolve("secrets.yaml");
        if (Files.exists(secrets)) {
            Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-------"));
        }
        Settings settings = new Settings(root, secrets, FileMode.DEFAULT, Duration.ZERO, RemovalLimit.DEFAULT);
        CommandResult result = OneShotCommands.render(settings, runtimeContext, "");
        String problems =
                result.problems().stream().map(problem -> problem + "\n").collect(Collectors.joining());
        Map<String, String> made = tree(root.resolve("out"));
        if (ACCEPT) {
            accept(golden, made, problems);
        }
        Path expected = golden.resolve("problems.txt");
        assertThat(problems)
                .as("problems of " + name + ADVICE)
                .isEqualTo(Files.exists(expected) ? Files.readString(expected) : "");
        assertThat(differences(name, tree(golden.resolve("out")), made))
                .as("parameters in out of " + name + ADVICE)
                .isEmpty();
        assertThat(made).as("out of " + name + ADVICE).isEqualTo(tree(golden.resolve("out")));
        assertThat(OneShotCommands.check(settings, runtimeContext, false).problems())
                .as("check says what render said, and which phones are open")
                .extracting(Problem::toString)
                .filteredOn(problem -> !problem.contains("every client that knows a MAC"))
                .isEqualTo(result.problems().stream().map(Problem::toString).toList());
    }

    @Test
    void theSampleSiteTemplatesAreThoseOfTheProject() throws IOException {
        assertThat(tree(CASES.resolve("site-templates/templates/site"))).isEqualTo(tree(Path.of("templates/site")));
        assertThat(tree(Path.of("templates/phones")))
                .containsAllEntriesOf(tree(CASES.resolve("seed/templates/phones")));
        assertThat(tree(Path.of("extensions.d"))).containsAllEntriesOf(tree(CASES.resolve("seed/extensions.d")));
    }

    /** The parameters that differ in the provisioning files of phones, so that a failure is short. */
    private static List<String> differences(String name, Map<String, String> expected, Map<String, String> made) {
        List<String> differences = new ArrayList<>();
        if (name.startsWith("phones-")) {
            made.forEach((path, content) -> {
                String before = expected.get(path);
                if (before != null) {
                    ParameterDifferences.of(utf8(before), utf8(content))
                            .forEach(difference -> differences.add(path + ": " + difference));
                }
            });
        }
        return differences;
    }

    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /**
     * Returns every visible file below a folder. Bytes are decoded as Latin-1, so that they can be compared and
     * printed.
     */
    private static Map<String, String> tree(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        if (!Files.exists(folder)) {
            return files;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString();
                if (!path.startsWith(".")) {
                    files.put(path, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return files;
    }

    private static void accept(Path golden, Map<String, String> made, String problems) throws IOException {
        Path out = golden.resolve("out");
        for (String path : tree(out).keySet()) {
            Files.delete(out.resolve(path));
        }
        for (Map.Entry<String, String> file : made.entrySet()) {
            Path path = out.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue(), StandardCharsets.ISO_8859_1);
        }
        if (problems.isEmpty()) {
            Files.deleteIfExists(golden.resolve("problems.txt"));
        } else {
            Files.writeString(golden.resolve("problems.txt"), problems);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
