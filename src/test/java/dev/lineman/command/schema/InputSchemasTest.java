package dev.lineman.command.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.ReadResult;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import dev.lineman.inventory.secret.SecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The schemas of the project's own root and of the golden cases, with a validator. */
class InputSchemasTest {
    private static final Path OWN = Path.of(".").toAbsolutePath().normalize();
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path CASES = Path.of("src/test/resources/schema");
    private static final Pattern CASE = Pattern.compile("^=== ", Pattern.MULTILINE);
    private static final Map<SchemaKind, SchemaCheck> CHECKS = new EnumMap<>(SchemaKind.class);

    @TempDir
    Path folder;

    /** A document of a file of cases. */
    private record WrongInput(SchemaKind kind, String text) {
        /** Returns the documents of a file: each has a line with its kind before it, and remarks behind the kind. */
        static List<WrongInput> read(String file) throws IOException {
            return CASE.splitAsStream(Files.readString(CASES.resolve(file)))
                    .skip(1)
                    .map(text -> text.split("\n", 2))
                    .map(parts -> new WrongInput(SchemaKind.valueOf(parts[0].split(":", 2)[0]), parts[1]))
                    .toList();
        }

        /** What the reader of the program says. */
        ReadResult read() {
            return switch (kind) {
                case extension -> new ExtensionReader().read("extensions.d/100.yaml", text.getBytes(UTF_8));
                case defaults -> new ExtensionReader().read("extensions.d/_defaults.yaml", text.getBytes(UTF_8));
                case secrets -> SecretStore.read("secrets.yaml", text.getBytes(UTF_8));
            };
        }

        List<String> schemaErrors() {
            return CHECKS.get(kind).errors(text);
        }
    }

    @BeforeAll
    static void readOwnRoot() throws Exception {
        for (SchemaKind kind : SchemaKind.values()) {
            CHECKS.put(kind, SchemaCheck.of(kind, OWN));
        }
    }

    private static SchemaKind kindOf(Path file) {
        return file.endsWith("_defaults.yaml") ? SchemaKind.defaults : SchemaKind.extension;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve("extensions.d"))) {
            return all.filter(file -> file.toString().matches("(?i).*\\.ya?ml")).toList();
        }
    }

    @Test
    void theSamplesAreValid() throws IOException {
        List<Path> files = files(OWN);
        assertThat(files).hasSizeGreaterThan(5);
        for (Path file : files) {
            assertThat(CHECKS.get(kindOf(file)).errors(Files.readString(file)))
                    .as("%s", file)
                    .isEmpty();
        }
    }

    /** The schema of each case has the templates of the case, or the project's own. Files with an error are left out. */
    @TestFactory
    List<DynamicTest> theInputsOfTheGoldenCasesAreValid() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> cases = Files.list(GOLDEN)) {
            for (Path golden : cases.sorted().toList()) {
                tests.add(DynamicTest.dynamicTest(golden.getFileName().toString(), () -> checkGolden(golden)));
            }
        }
        return tests;
    }

    private void checkGolden(Path golden) throws Exception {
        Path expected = golden.resolve("problems.txt");
        String problems = Files.exists(expected) ? Files.readString(expected) : "";
        // No other file of a root than its templates changes the schemas, apart from 'template' in its defaults.
        Map<SchemaKind, SchemaCheck> checks = Files.exists(golden.resolve("templates")) ? checks(golden) : CHECKS;
        assertThat(files(golden)).isNotEmpty();
        for (Path file : files(golden)) {
            if (!problems.matches(
                    "(?s).*" + Pattern.quote(golden.relativize(file).toString()) + ":\\d+:\\d+: error.*")) {
                assertThat(checks.get(kindOf(file)).errors(Files.readString(file)))
                        .as("%s", file)
                        .isEmpty();
            }
        }
        Path secrets = golden.resolve("secrets.yaml");
        if (Files.exists(secrets)) {
            assertThat(CHECKS.get(SchemaKind.secrets).errors(Files.readString(secrets)))
                    .isEmpty();
        }
    }

    /** The schemas of a case that has templates of its own. */
    private Map<SchemaKind, SchemaCheck> checks(Path golden) throws Exception {
        Path root = folder.resolve(golden.getFileName());
        copy(golden.resolve("extensions.d"), root.resolve("extensions.d"));
        if (!Files.exists(golden.resolve("templates/phones"))) {
            copy(Path.of("templates"), root.resolve("templates"));
        }
        copy(golden.resolve("templates"), root.resolve("templates"));
        return Map.of(
                SchemaKind.extension, SchemaCheck.of(SchemaKind.extension, root),
                SchemaKind.defaults, SchemaCheck.of(SchemaKind.defaults, root));
    }

    @TestFactory
    Stream<DynamicTest> whatTheReaderRefusesIsInvalid() throws IOException {
        return WrongInput.read("wrong.txt").stream()
                .map(wrong -> DynamicTest.dynamicTest(wrong.text().strip(), () -> {
                    assertThat(wrong.read().document()).isNull();
                    assertThat(wrong.schemaErrors()).isNotEmpty();
                }));
    }

    /** Keeps the list of exceptions true: an input that the schema refuses belongs to the list above. */
    @TestFactory
    Stream<DynamicTest> whatASchemaCannotSeeIsListed() throws IOException {
        return WrongInput.read("unseen.txt").stream()
                .map(wrong -> DynamicTest.dynamicTest(wrong.text().strip(), () -> {
                    assertThat(wrong.read().document()).isNull();
                    assertThat(wrong.schemaErrors()).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatNoTemplateOffersIsInvalid() throws IOException {
        return WrongInput.read("not-offered.txt").stream()
                .map(wrong -> DynamicTest.dynamicTest(wrong.text().strip(), () -> {
                    assertThat(wrong.read().document()).isNotNull();
                    assertThat(wrong.schemaErrors()).isNotEmpty();
                }));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
